// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509ExtendedKeyManager;
import nl.altindag.ssl.SSLFactory;
import nl.altindag.ssl.util.PemUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TLS context from a certificate and a key in PEM files, made anew when one of the files has changed. A pair that cannot
 * be read leaves the last good one in use. Safe for concurrent use.
 */
public final class PemContext implements Supplier<SSLContext> {

    private static final Logger LOGGER = LoggerFactory.getLogger(PemContext.class);

    private final Path certificate;
    private final Path key;
    private volatile @Nullable Loaded loaded;

    private record Loaded(FileTime certificateTime, FileTime keyTime, SSLContext context) {}

    public PemContext(Path certificate, Path key) {
        this.certificate = certificate;
        this.key = key;
    }

    @Override
    public SSLContext get() {
        Loaded last = loaded;
        try {
            FileTime certificateTime = Files.getLastModifiedTime(certificate);
            FileTime keyTime = Files.getLastModifiedTime(key);
            if (last != null
                    && last.certificateTime().equals(certificateTime)
                    && last.keyTime().equals(keyTime)) {
                return last.context();
            }
            SSLContext context = load();
            loaded = new Loaded(certificateTime, keyTime, context);
            return context;
        } catch (IOException | RuntimeException e) {
            if (last == null) {
                throw new UncheckedIOException(new IOException("cannot read " + certificate + " and " + key, e));
            }
            LOGGER.warn(
                    "check=certificate result=unreadable file={} cause={}; the last good one stays in use",
                    certificate,
                    String.valueOf(e.getMessage()));
            return last.context();
        }
    }

    private SSLContext load() throws IOException {
        try (InputStream chain = Files.newInputStream(certificate);
                InputStream secret = Files.newInputStream(key)) {
            X509ExtendedKeyManager identity = PemUtils.loadIdentityMaterial(chain, secret, null);
            return SSLFactory.builder().withIdentityMaterial(identity).build().getSslContext();
        }
    }
}
