// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** The element {@code <tls>} as the shipped configuration has it, with PEM files outside the working directory. */
class ImplicitTlsTest {

    private static final String TLS =
            """
            <tls socketTLS="true" startTLS="false">
              <privateKey>file://%1$s/key.pem</privateKey>
              <certificates>file://%1$s/cert.pem</certificates>
              <supportedProtocols><protocol>TLSv1.3</protocol><protocol>TLSv1.2</protocol></supportedProtocols>
            </tls>
            """;

    @TempDir
    Path elsewhere;

    @TempDir
    Path workingDirectory;

    private MailAccessServer server(String algorithm) throws Exception {
        PemPair.write(elsewhere, algorithm);
        MailAccessServer server = MailAccessServer.startWithTls(TLS.formatted(elsewhere), workingDirectory);
        server.accounts().with("alice@example.test", "secret");
        return server;
    }

    @ParameterizedTest
    @CsvSource({"EC, TLSv1.3", "EC, TLSv1.2", "RSA, TLSv1.3", "RSA, TLSv1.2"})
    void imapAndPop3SpeakTlsFromTheFirstOctet(String algorithm, String protocol) throws Exception {
        try (MailAccessServer server = server(algorithm);
                LineClient imap = connect(server.imapPort(), protocol);
                LineClient pop3 = connect(server.pop3Port(), protocol)) {
            assertThat(imap.line()).startsWith("* OK ");
            assertThat(imap.replies("c CAPABILITY").get(0))
                    .contains("AUTH=PLAIN")
                    .doesNotContain("STARTTLS");
            assertThat(imap.reply("a LOGIN alice@example.test secret")).startsWith("a OK");
            assertThat(pop3.line()).startsWith("+OK ");
            assertThat(pop3.send("STLS\r\n").line()).startsWith("-ERR");
            assertThat(pop3.send("USER alice@example.test\r\n").line()).startsWith("+OK");
            assertThat(pop3.send("PASS secret\r\n").line()).startsWith("+OK");
        }
    }

    @Test
    void olderProtocolsAreRefused() throws Exception {
        try (MailAccessServer server = server("EC");
                SSLSocket socket = PemPair.connect(PemPair.trusting(), server.imapPort())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.1"});
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void whatIsSaidInClearIsNeitherAnsweredNorLogged() throws Exception {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        lines.start();
        root.addAppender(lines);
        try (MailAccessServer server = server("EC");
                LineClient imap = LineClient.connect(server.imapPort());
                LineClient pop3 = LineClient.connect(server.pop3Port())) {
            assertThat(imap.send("a LOGIN alice@example.test secret\r\n").rest())
                    .doesNotContain("a OK", "* OK");
            assertThat(pop3.send("USER alice@example.test\r\nPASS secret\r\n").rest())
                    .doesNotContain("+OK");
            assertThat(server.accounts().asked()).isEmpty();
        } finally {
            root.detachAppender(lines);
        }
        String hexadecimal = "736563726574";
        assertThat(lines.list)
                .noneMatch(
                        event -> text(event).contains("secret") || text(event).contains(hexadecimal));
    }

    private static String text(ILoggingEvent event) {
        return event.getFormattedMessage() + ThrowableProxyUtil.asString(event.getThrowableProxy());
    }

    @Test
    void aRefusedLiteralIsAnsweredBeforeTheConnectionCloses() throws Exception {
        try (MailAccessServer server = server("EC");
                LineClient client = connect(server.imapPort(), "TLSv1.3")) {
            client.line();
            assertThat(client.send("a LOGIN {900000000}\r\n").rest()).isEqualTo("* BYE Literal too long\r\n");
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3", "TLSv1.2"})
    void aSecondConnectionResumesTheSessionOfTheFirst(String protocol) throws Exception {
        SSLContext context = PemPair.trusting();
        try (MailAccessServer server = server("EC")) {
            long first = sessionStart(context, server, protocol);
            long second = sessionStart(context, server, protocol);
            assertThat(second).isEqualTo(first);
        }
    }

    private static long sessionStart(SSLContext context, MailAccessServer server, String protocol) throws Exception {
        SSLSocket socket = PemPair.connect(context, server.imapPort());
        socket.setEnabledProtocols(new String[] {protocol});
        try (LineClient client = new LineClient(socket)) {
            client.line();
            assertThat(client.reply("a LOGOUT")).startsWith("a OK");
            return socket.getSession().getCreationTime();
        }
    }

    private static LineClient connect(int port, String protocol) throws Exception {
        SSLSocket socket = PemPair.connect(PemPair.trusting(), port);
        socket.setEnabledProtocols(new String[] {protocol});
        return new LineClient(socket);
    }
}
