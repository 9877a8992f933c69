// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.testing;

import io.netty.handler.ssl.util.SelfSignedCertificate;
import java.security.cert.CertificateException;

/** One key and certificate for all tests of a run, in files that go with the JVM. */
final class Certificate {

    private static final SelfSignedCertificate CERTIFICATE = make();

    private Certificate() {}

    static SelfSignedCertificate get() {
        return CERTIFICATE;
    }

    private static SelfSignedCertificate make() {
        try {
            return new SelfSignedCertificate(TestServer.HOSTNAME);
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        }
    }
}
