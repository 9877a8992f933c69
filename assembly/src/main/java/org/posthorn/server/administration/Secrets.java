// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.administration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The passwords that the server makes for itself at its first start: one file each, mode 600, in a directory of mode 700.
 * A file that exists is left as it is, so that the administrator may put his own.
 */
public final class Secrets {

    /** The user of JMX; the command line logs in with it. */
    public static final String JMX_USER = "james-admin";

    private static final int BYTES = 32;
    private static final String TOKEN_FILE = "webadmin.token";
    private static final String JMX_PASSWORD_FILE = "jmxremote.password";
    private static final String JMX_ACCESS_FILE = "jmxremote.access";

    private final Path directory;

    private Secrets(Path directory) {
        this.directory = directory;
    }

    /** The secrets of this directory, which is made when absent. */
    public static Secrets in(Path directory) throws IOException {
        PrivateFiles.directory(directory);
        return new Secrets(directory);
    }

    /** The token of WebAdmin. */
    public String webAdminToken() throws IOException {
        Path file = directory.resolve(TOKEN_FILE);
        PrivateFiles.writeIfAbsent(file, strong() + "\n");
        return Files.readString(file, StandardCharsets.UTF_8).strip();
    }

    /** Makes the two files that Java's JMX server reads: user and password, user and rights. */
    public void jmx() throws IOException {
        PrivateFiles.writeIfAbsent(directory.resolve(JMX_PASSWORD_FILE), JMX_USER + " " + strong() + "\n");
        PrivateFiles.writeIfAbsent(directory.resolve(JMX_ACCESS_FILE), JMX_USER + " readwrite\n");
    }

    private static String strong() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
