// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.tls;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.posthorn.server.administration.PrivateFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A key and a certificate that signs itself, for the host's name, as PEM files.
 *
 * <p>ECDSA over P-256, because its handshakes cost the least; valid for ten years, because clients that trust such a
 * certificate have been told so by hand. A new pair is made when there is none, when the host has another name, and in the
 * last month of the old one.
 */
public final class SelfSignedPair {

    private static final Logger LOGGER = LoggerFactory.getLogger(SelfSignedPair.class);

    private static final Duration VALIDITY = Duration.ofDays(3650);
    private static final Duration CLOCK_SKEW = Duration.ofDays(1);
    private static final Duration REMAINING = Duration.ofDays(30);
    private static final int SERIAL_BITS = 120;
    private static final int DNS_NAME = 2;

    private final Path directory;
    private final Path certificate;
    private final Path key;
    private final Clock clock;

    public SelfSignedPair(Path directory, Clock clock) {
        this.directory = directory;
        this.certificate = directory.resolve("cert.pem");
        this.key = directory.resolve("key.pem");
        this.clock = clock;
    }

    /** Makes the pair unless a usable one for this name is there. */
    public void ensure(String hostName) throws IOException {
        if (Files.exists(key) && isUsableFor(hostName)) {
            return;
        }
        try {
            make(hostName);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("cannot make a certificate for " + hostName, e);
        }
        LOGGER.info("check=certificate result=made host={} file={}", hostName, certificate);
    }

    private boolean isUsableFor(String hostName) throws IOException {
        if (!Files.exists(certificate)) {
            return false;
        }
        try (InputStream pem = Files.newInputStream(certificate)) {
            X509Certificate found =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
            return found.getNotAfter().toInstant().isAfter(clock.instant().plus(REMAINING)) && names(found, hostName);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static boolean names(X509Certificate certificate, String hostName) throws GeneralSecurityException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        return names != null && names.contains(List.of(DNS_NAME, hostName));
    }

    private void make(String hostName) throws IOException, GeneralSecurityException, OperatorCreationException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        byte[] signed = certificate(hostName, pair);
        PrivateFiles.directory(directory);
        Files.deleteIfExists(certificate);
        Files.deleteIfExists(key);
        PrivateFiles.writeIfAbsent(key, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        PrivateFiles.writeIfAbsent(certificate, pem("CERTIFICATE", signed));
    }

    private byte[] certificate(String hostName, KeyPair pair) throws IOException, OperatorCreationException {
        Instant now = clock.instant();
        X500Principal name = new X500Principal("CN=" + hostName);
        return new JcaX509v3CertificateBuilder(
                        name,
                        new BigInteger(SERIAL_BITS, new SecureRandom()).add(BigInteger.ONE),
                        Date.from(now.minus(CLOCK_SKEW)),
                        Date.from(now.plus(VALIDITY)),
                        name,
                        pair.getPublic())
                .addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.dNSName, hostName)))
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
                .getEncoded();
    }

    private static String pem(String type, byte[] content) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + type + "-----\n" + lines + "\n-----END " + type + "-----\n";
    }
}
