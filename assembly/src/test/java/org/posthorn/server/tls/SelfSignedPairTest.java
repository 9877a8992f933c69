// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfSignedPairTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir
    private Path directory;

    @Test
    void certificateNamesTheHost() throws Exception {
        pair(NOW).ensure("mail.example.test");

        X509Certificate certificate = certificate();
        certificate.verify(certificate.getPublicKey());
        assertThat(certificate.getSubjectAlternativeNames()).containsExactly(List.of(2, "mail.example.test"));
        assertThat(certificate.getNotBefore()).isBefore(NOW);
        assertThat(certificate.getNotAfter()).isEqualTo(NOW.plus(Duration.ofDays(3650)));
        assertThat(certificate.getPublicKey().getAlgorithm()).isEqualTo("EC");
    }

    @Test
    void nobodyElseMayReadTheKey() throws IOException {
        pair(NOW).ensure("mail.example.test");

        assertThat(Files.getPosixFilePermissions(directory.resolve("key.pem")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void pairThatIsThereStays() throws IOException {
        pair(NOW).ensure("mail.example.test");
        byte[] first = Files.readAllBytes(directory.resolve("cert.pem"));

        pair(NOW.plus(Duration.ofDays(3000))).ensure("mail.example.test");

        assertThat(directory.resolve("cert.pem")).hasBinaryContent(first);
    }

    @Test
    void newNameMakesNewPair() throws Exception {
        pair(NOW).ensure("mail.example.test");

        pair(NOW).ensure("other.example.test");

        assertThat(certificate().getSubjectAlternativeNames()).containsExactly(List.of(2, "other.example.test"));
    }

    @Test
    void pairIsMadeAnewInItsLastMonth() throws Exception {
        pair(NOW).ensure("mail.example.test");

        pair(NOW.plus(Duration.ofDays(3630))).ensure("mail.example.test");

        assertThat(certificate().getNotAfter()).isAfter(NOW.plus(Duration.ofDays(3650)));
    }

    @Test
    void damagedCertificateIsMadeAnew() throws Exception {
        pair(NOW).ensure("mail.example.test");
        Files.writeString(directory.resolve("cert.pem"), "nonsense");

        pair(NOW).ensure("mail.example.test");

        assertThat(certificate().getSubjectX500Principal().getName()).isEqualTo("CN=mail.example.test");
    }

    @Test
    void serverReadsThePair() throws IOException {
        pair(NOW).ensure("mail.example.test");
        PemContext context = new PemContext(directory.resolve("cert.pem"), directory.resolve("key.pem"));

        SSLContext first = context.get();

        assertThat(first.createSSLEngine()).isNotNull();
        assertThat(context.get()).isSameAs(first);
    }

    @Test
    void renewedCertificateIsReadAndDamagedOneIsNot() throws IOException {
        pair(NOW).ensure("mail.example.test");
        PemContext context = new PemContext(directory.resolve("cert.pem"), directory.resolve("key.pem"));
        SSLContext first = context.get();
        pair(NOW).ensure("other.example.test");
        Files.setLastModifiedTime(directory.resolve("cert.pem"), FileTime.from(NOW.plusSeconds(60)));

        SSLContext second = context.get();
        Files.writeString(directory.resolve("cert.pem"), "nonsense");

        assertThat(second).isNotSameAs(first);
        assertThat(context.get()).isSameAs(second);
    }

    private SelfSignedPair pair(Instant now) {
        return new SelfSignedPair(directory, Clock.fixed(now, ZoneOffset.UTC));
    }

    private X509Certificate certificate() throws IOException, CertificateException {
        try (InputStream pem = Files.newInputStream(directory.resolve("cert.pem"))) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
        }
    }
}
