// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PemPairTest {

    @TempDir
    private Path directory;

    @Test
    void aCertificateAndItsKeyBelongTogether() throws Exception {
        Path own = pair("own");

        assertThat(new PemPair(own.resolve("cert.pem"), own.resolve("key.pem")).problem())
                .isEmpty();
    }

    @Test
    void theKeyOfAnotherCertificateIsFound() throws Exception {
        Path own = pair("own");
        Path other = pair("other");

        assertThat(new PemPair(own.resolve("cert.pem"), other.resolve("key.pem")).problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("is not the key of the certificate"));
    }

    @Test
    void aKeyOfAnotherKindIsFound() throws Exception {
        Path own = pair("own");

        assertThat(new PemPair(own.resolve("cert.pem"), rsaKey()).problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("is not the key of the certificate"));
    }

    @Test
    void filesThatHoldNoPemAreFound() throws Exception {
        Path own = pair("own");
        Path nothing = Files.writeString(directory.resolve("nothing.pem"), "nothing");

        assertThat(new PemPair(nothing, own.resolve("key.pem")).problem()).isPresent();
        assertThat(new PemPair(own.resolve("cert.pem"), nothing).problem()).isPresent();
        assertThat(new PemPair(own.resolve("key.pem"), own.resolve("cert.pem")).problem())
                .isPresent();
    }

    private Path pair(String name) throws IOException {
        Path place = directory.resolve(name);
        new SelfSignedPair(place, Clock.systemUTC()).ensure("mail.example.test");
        return place;
    }

    private Path rsaKey() throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        return Files.writeString(
                directory.resolve("rsa.pem"),
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(pair.getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
    }
}
