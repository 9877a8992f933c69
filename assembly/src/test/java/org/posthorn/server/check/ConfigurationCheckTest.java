// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.server.settings.Setting;

class ConfigurationCheckTest {

    @TempDir
    private Path temporary;

    private Configuration configuration;

    @BeforeEach
    void copyShippedConfiguration() throws IOException {
        configuration = Configuration.in(temporary);
    }

    @Test
    void shippedConfigurationIsRight() {
        assertThat(configuration.problems()).isEmpty();
    }

    @Test
    void shippedDefaultsAreThoseOfTheCatalogue() throws IOException {
        try (Stream<Path> files = Files.list(Configuration.SHIPPED)) {
            for (Path file : files.toList()) {
                assertThat(Placeholders.in(Files.readString(file, StandardCharsets.UTF_8))
                                .filter(placeholder -> !Setting.named(placeholder.name())
                                        .orElseThrow()
                                        .standard()
                                        .isEmpty()))
                        .allSatisfy(placeholder -> assertThat(placeholder.standard())
                                .isEqualTo(Setting.named(placeholder.name())
                                        .orElseThrow()
                                        .standard()));
            }
        }
    }

    @Test
    void allProblemsAreReportedAtOnce() throws IOException {
        configuration
                .set("POSTHORN_SMPT_PORT", "25")
                .set("POSTHORN_QUOTA_MULTIPLIER", "1M")
                .write("smtpservers.xml", "<smtpservers/>")
                .replace("imapserver.xml", "<jmxName>", "<jmxNam>")
                .replace("imapserver.xml", "</jmxName>", "</jmxNam>")
                .replace("mailetcontainer.xml", "class=\"SetMimeHeader\"", "class=\"SetMimeHaeder\"");

        assertThat(configuration.problems())
                .containsExactlyInAnyOrder(
                        "environment: POSTHORN_QUOTA_MULTIPLIER: '1M' is not a number of bytes above 0",
                        "environment: POSTHORN_SMPT_PORT: is no setting of Posthorn; did you mean 'POSTHORN_SMTP_PORT'?",
                        "smtpservers.xml: file: is read by nobody; did you mean 'smtpserver.xml'?",
                        "imapserver.xml: imapservers/imapserver: <jmxNam> is read by nobody; did you mean 'jmxName'?",
                        "mailetcontainer.xml: root: there is no mailet 'SetMimeHaeder'; did you mean 'SetMimeHeader'?");
    }

    @Test
    void emptyVariableIsRefused() {
        configuration.set("POSTHORN_HOSTNAME", "").set("POSTHORN_TLS_KEY", "");

        assertThat(configuration.problems())
                .anyMatch(line -> line.startsWith("environment: POSTHORN_HOSTNAME: is set but empty"))
                .anyMatch(line -> line.startsWith("environment: POSTHORN_TLS_KEY: is set but empty"));
    }

    @Test
    void emptyVariableIsTakenWhereNothingIsTheDefault() {
        configuration.set("POSTHORN_SMARTHOST", "").set("POSTHORN_MYNETWORKS", "");

        assertThat(configuration.problems()).isEmpty();
    }

    @Test
    void placeholderWithoutDefaultAndWithoutValueIsRefused() throws IOException {
        configuration
                .unset("POSTHORN_HOSTNAME")
                .replace("smtpserver.xml", "${env:POSTHORN_HOSTNAME:-localhost}", "${env:POSTHORN_HOSTNAME}");

        assertThat(configuration.problems())
                .singleElement()
                .asString()
                .startsWith("smtpserver.xml: POSTHORN_HOSTNAME: is not set, and no default is given here");
    }

    @Test
    void certificateWithoutKeyIsRefused() throws IOException {
        Path certificate = Files.writeString(temporary.resolve("cert.pem"), "");
        configuration.set("POSTHORN_TLS_CERT", certificate.toString());

        assertThat(configuration.problems())
                .containsExactly("environment: POSTHORN_TLS_KEY: is not set, but POSTHORN_TLS_CERT is: set both");
    }

    @Test
    void unreadableCertificateIsRefused() {
        configuration.set("POSTHORN_TLS_CERT", "/nowhere/cert.pem").set("POSTHORN_TLS_KEY", "/nowhere/key.pem");

        assertThat(configuration.problems())
                .contains("environment: POSTHORN_TLS_CERT: '/nowhere/cert.pem' is not a file that can be read");
    }

    @Test
    void retriesThatAreNoDurationsAreRefused() {
        configuration.set("POSTHORN_RETRY_DELAYS", "1m, soon").set("POSTHORN_RETRY_PATIENCE", "5 days");

        assertThat(configuration.problems())
                .containsExactlyInAnyOrder(
                        "environment: POSTHORN_RETRY_DELAYS: '1m, soon' is not a list of durations above 0 such as 1m,"
                                + " 2m, 1h; units are s, m, h and d",
                        "environment: POSTHORN_RETRY_PATIENCE: '5 days' is not a duration above 0 such as 5d; units are"
                                + " s, m, h and d");
    }

    @Test
    void missingDatabaseIsRefused() {
        configuration.unset("POSTHORN_DB_URL");

        assertThat(configuration.problems())
                .singleElement()
                .asString()
                .startsWith("environment: POSTHORN_DB_URL: is not set");
    }

    @Test
    void missingFileIsReported() throws IOException {
        configuration.delete("pop3server.xml");

        assertThat(configuration.problems()).contains("pop3server.xml: file: is missing or cannot be read");
    }

    @Test
    void brokenXmlIsReportedWithItsLine() throws IOException {
        configuration.write("pop3server.xml", "<pop3servers>\n<pop3server>\n</pop3servers>\n");

        assertThat(configuration.problems()).anyMatch(line -> line.startsWith("pop3server.xml: line 3: "));
    }

    @Test
    void entitiesAreNotFollowed() throws IOException {
        configuration.write(
                "pop3server.xml",
                "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n<pop3servers>&x;</pop3servers>");

        assertThat(configuration.problems()).anyMatch(line -> line.contains("DOCTYPE is disallowed"));
    }

    @Test
    void wrongValuesInFilesAreReported() throws IOException {
        configuration
                .replace("pop3server.xml", "socketTLS=\"true\"", "socketTLS=\"yes\"")
                .replace("pop3server.xml", "org.posthorn.pop3.Pop3Handlers", "org.posthorn.pop3.PopHandlers")
                .replace("imapserver.xml", "<literalSizeLimit>30M", "<literalSizeLimit>lots")
                .replace("jmx.properties", "jmx.port=", "jmx.port=x");

        assertThat(configuration.problems())
                .containsExactlyInAnyOrder(
                        "pop3server.xml: pop3servers/pop3server/tls/@socketTLS: 'yes' is not true or false",
                        "pop3server.xml: pop3servers/pop3server/handlerchain/@coreHandlersPackage: there is no class"
                                + " 'org.posthorn.pop3.PopHandlers'",
                        "imapserver.xml: imapservers/imapserver/literalSizeLimit: 'lots' is not a size such as 10240000B or 30M",
                        "jmx.properties: jmx.port: 'x" + configuration.value("POSTHORN_JMX_PORT")
                                + "' is not a number from 1 to 65535");
    }

    @Test
    void portWantedTwiceIsReported() {
        configuration.set("POSTHORN_JMX_PORT", configuration.value("POSTHORN_SMTP_PORT"));

        assertThat(configuration.problems())
                .containsExactly("POSTHORN_JMX_PORT: port " + configuration.value("POSTHORN_SMTP_PORT")
                        + ": is wanted twice, here and by smtpserver.xml");
    }

    @Test
    void takenPortIsReportedWithItsHolder() throws IOException {
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            configuration.set("POSTHORN_POP3S_PORT", Integer.toString(holder.getLocalPort()));

            assertThat(configuration.problems())
                    .singleElement()
                    .asString()
                    .startsWith("pop3server.xml: port " + holder.getLocalPort() + ": is taken by java (process "
                            + ProcessHandle.current().pid() + ")");
        }
    }

    @Test
    void reportHoldsNoControlCharacters() {
        configuration.set("POSTHORN_HOSTNAME", "mail\r\nforged: line");

        assertThat(configuration.problems()).singleElement().asString().doesNotContain("\r", "\n");
    }
}
