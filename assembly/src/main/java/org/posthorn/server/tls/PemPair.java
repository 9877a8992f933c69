// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Locale;
import java.util.Optional;
import nl.altindag.ssl.util.PemUtils;

/**
 * A certificate and a key in PEM files. A key of another certificate, such as after half a renewal, would let every port
 * listen and no handshake succeed; so it is found at start.
 *
 * @param certificate the server's certificate first, then its chain
 * @param key without a password
 */
public record PemPair(Path certificate, Path key) {

    private static final byte[] PROBE = "posthorn".getBytes(StandardCharsets.US_ASCII);

    /** What is wrong with the pair, as a sentence about the key; empty when it can be used. */
    public Optional<String> problem() {
        try {
            return belongTogether(publicKey(), privateKey())
                    ? Optional.empty()
                    : Optional.of(key + " is not the key of the certificate in " + certificate);
        } catch (IOException | RuntimeException | GeneralSecurityException e) {
            return Optional.of(key + " and " + certificate + " are not a key and a certificate in PEM");
        }
    }

    private PublicKey publicKey() throws IOException {
        try (InputStream stream = Files.newInputStream(certificate)) {
            return PemUtils.loadCertificate(stream).get(0).getPublicKey();
        }
    }

    private PrivateKey privateKey() throws IOException {
        try (InputStream stream = Files.newInputStream(key)) {
            return PemUtils.loadPrivateKey(stream);
        }
    }

    private static boolean belongTogether(PublicKey open, PrivateKey secret) throws GeneralSecurityException {
        if (!family(open.getAlgorithm()).equals(family(secret.getAlgorithm()))) {
            return false;
        }
        String algorithm =
                switch (family(open.getAlgorithm())) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> open.getAlgorithm();
                };
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(secret);
        signature.update(PROBE);
        byte[] signed = signature.sign();
        signature.initVerify(open);
        signature.update(PROBE);
        return signature.verify(signed);
    }

    private static String family(String algorithm) {
        String name = algorithm.toUpperCase(Locale.ROOT);
        return name.startsWith("EC") ? "EC" : name;
    }
}
