// SPDX-License-Identifier: Apache-2.0
package org.posthorn.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code posthorn-dump} gives the program that dumps the administrator's database, and what it refuses. */
class DumpTest {

    private static final Path SCRIPT =
            Path.of("src/main/dist/bin/posthorn-dump").toAbsolutePath();
    private static final List<String> TOOLS =
            List.of("bash", "env", "cat", "chmod", "dirname", "grep", "id", "mkdir", "readlink", "sed", "sh", "tr");
    private static final int CONFIGURATION = 78;
    private static final String MARIADB = "mariadb-dump";
    private static final String MYSQL = "mysqldump";

    @TempDir
    private Path directory;

    private Path programs;
    private Path home;
    private final Map<String, String> settings = new HashMap<>();

    private record Outcome(int exitCode, String output) {}

    @BeforeEach
    void makeSettingsAndTools() throws Exception {
        programs = Files.createDirectory(directory.resolve("bin"));
        home = Files.createDirectory(directory.resolve("home"));
        for (String tool : TOOLS) {
            write(tool, "#!/bin/sh\nexec /usr/bin/" + tool + " \"$@\"\n");
        }
        settings.put("PATH", programs.toString());
        settings.put("JAVA_HOME", System.getProperty("java.home"));
        settings.put("POSTHORN_HOME", home.toString());
        settings.put(
                "POSTHORN_DB_PASSWORD_FILE",
                Files.writeString(directory.resolve("password"), " a\"b\\c \n").toString());
    }

    @Test
    void thePasswordComesThroughAPipeAndIsInNoFileAndNoArgument() throws Exception {
        install(MARIADB, "mariadb-dump from 11.8.3-MariaDB");

        Outcome outcome = dump("jdbc:mysql://db.test/postfix");

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output())
                .contains("password=\"a\\\"b\\\\c\"", "arguments: --defaults-extra-file=/dev/fd/")
                .doesNotContain("--password");
        try (Stream<Path> files = Files.walk(home)) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void hostPortUserAndSchemasAreThoseOfTheSettings() throws Exception {
        install(MARIADB, "MariaDB");
        settings.put("POSTHORN_DB_USER", "posty");
        settings.put("POSTHORN_DB_SCHEMA", "store");

        assertThat(dump("jdbc:mysql://[2001:db8::1]:3317/postfix?tcpKeepAlive=true")
                        .output())
                .contains("--host=2001:db8::1 --port=3317 --user=posty ", "--databases postfix store");
        assertThat(dump("jdbc:mysql://db.test/postfix").output()).contains("--host=db.test --port=3306 ");
    }

    @ParameterizedTest
    @CsvSource({
        "'', --ssl --skip-ssl-verify-server-cert",
        "sslMode=PREFERRED, --ssl --skip-ssl-verify-server-cert",
        "sslmode=disabled, --skip-ssl --databases",
        "useSSL=false, --skip-ssl --databases",
        "sslMode=VERIFY_IDENTITY, --ssl --ssl-verify-server-cert --ssl-ca=/dev/fd/",
        "sslMode=VERIFY_CA, --ssl --ssl-verify-server-cert --ssl-ca=/dev/fd/",
        "verifyServerCertificate=true, --ssl --ssl-verify-server-cert --ssl-ca=/dev/fd/",
    })
    void theProgramOfMariaDbIsAsStrictAsTheServer(String parameters, String options) throws Exception {
        install(MARIADB, "MariaDB");

        Outcome outcome = dump("jdbc:mysql://db.test/postfix?" + parameters);

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output()).contains(options);
    }

    @ParameterizedTest
    @CsvSource({
        "'', --ssl-mode=PREFERRED",
        "sslMode=REQUIRED, --ssl-mode=REQUIRED",
        "useSSL=true&requireSSL=true, --ssl-mode=REQUIRED",
        "sslMode=VERIFY_CA, --ssl-mode=VERIFY_CA --ssl-ca=/dev/fd/",
        "sslMode=DISABLED&allowPublicKeyRetrieval=true, --ssl-mode=DISABLED --get-server-public-key",
        "sslMode=DISABLED&serverRSAPublicKeyFile=%2Fetc%2Fkey.pem, --ssl-mode=DISABLED --server-public-key-path=/etc/key.pem",
    })
    void theProgramOfMySqlHasTheSameModes(String parameters, String options) throws Exception {
        install(MYSQL, "mysqldump  Ver 9.7.0 for Linux on x86_64");

        Outcome outcome = dump("jdbc:mysql://db.test/postfix?" + parameters);

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output()).contains(options, "--set-gtid-purged=OFF");
    }

    @Test
    void whatOnlyMySqlsOwnProgramCanDoIsDoneByIt() throws Exception {
        install(MARIADB, "MariaDB");
        install(MYSQL, "mysqldump  Ver 9.7.0");

        assertThat(dump("jdbc:mysql://db.test/postfix?sslMode=REQUIRED").output())
                .startsWith(MYSQL);
        assertThat(dump("jdbc:mysql://db.test/postfix?sslMode=VERIFY_IDENTITY").output())
                .startsWith(MARIADB);
    }

    @ParameterizedTest
    @CsvSource({
        "sslMode=REQUIRED, would go on without encryption",
        "sslMode=DISABLED&serverRSAPublicKeyFile=/etc/key.pem, serverRSAPublicKeyFile",
        "sslMode=CERTAINLY, sslMode that is not known: CERTAINLY",
        "sslMode=VERIFY_CA&trustCertificateKeyStoreUrl=https://db.test/ca.p12, only a file",
        "sslMode=VERIFY_CA&trustCertificateKeyStoreUrl=file:/none/ca.p12, no certificate can be read",
    })
    void whatTheProgramOfMariaDbCannotDoIsRefusedAndNothingIsDumped(String parameters, String why) throws Exception {
        install(MARIADB, "MariaDB");

        Outcome outcome = dump("jdbc:mysql://db.test/postfix?" + parameters);

        assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(CONFIGURATION);
        assertThat(outcome.output()).contains(why).doesNotContain("arguments:");
    }

    @Test
    void anAddressThatIsNotUnderstoodIsToldWithoutItsSecrets() throws Exception {
        install(MARIADB, "MariaDB");

        Outcome outcome = dump("jdbc:mysql://one.test,two.test/postfix?trustCertificateKeyStorePassword=secret");

        assertThat(outcome.exitCode()).isEqualTo(CONFIGURATION);
        assertThat(outcome.output()).contains("one.test,two.test").doesNotContain("secret");
    }

    @Test
    void withoutAProgramTheOneToInstallIsNamed() throws Exception {
        Outcome outcome = dump("jdbc:mysql://db.test/postfix");

        assertThat(outcome.exitCode()).isEqualTo(CONFIGURATION);
        assertThat(outcome.output()).contains("apt install mariadb-client");
    }

    @Test
    void theCertificatesOfTheKeyStoreAreTheOnlyOnesTrusted() throws Exception {
        install(MARIADB, "MariaDB");
        String password = "a+b&c %";
        Path store = directory.resolve("ca store.p12");
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setCertificateEntry("ca", anAuthority());
        try (var file = Files.newOutputStream(store)) {
            keys.store(file, password.toCharArray());
        }

        Outcome outcome = dump("jdbc:mysql://db.test/postfix?sslMode=VERIFY_IDENTITY&trustCertificateKeyStoreUrl=file:"
                + URLEncoder.encode(store.toString(), StandardCharsets.UTF_8)
                + "&trustCertificateKeyStoreType=PKCS12&trustCertificateKeyStorePassword="
                + URLEncoder.encode(password, StandardCharsets.UTF_8));

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output()).containsOnlyOnce("BEGIN CERTIFICATE").doesNotContain(password);
    }

    @Test
    void aProgramThatFailsIsAFailure() throws Exception {
        write(MARIADB, "#!/bin/sh\necho MariaDB\n[ \"$1\" = --version ]\n");

        Outcome outcome = dump("jdbc:mysql://db.test/postfix?sslMode=VERIFY_CA");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.output()).contains("compares the name in the certificate");
    }

    private static X509Certificate anAuthority() throws Exception {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return ((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers()[0];
    }

    /** A program that says its version, or how it was called and what it can read. */
    private void install(String name, String version) throws IOException {
        String script =
                """
                #!/bin/sh
                if [ "$1" = --version ]; then echo "%s"; exit; fi
                echo "%s arguments: $*"
                for word in "$@"; do
                    case $word in --defaults-extra-file=* | --ssl-ca=*) cat "${word#*=}" ;; esac
                done
                """;
        write(name, script.replaceFirst("%s", version).replaceFirst("%s", name));
    }

    private void write(String name, String script) throws IOException {
        Path program = Files.writeString(programs.resolve(name), script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Outcome dump(String url) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(SCRIPT.toString()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(settings);
        builder.environment().put("POSTHORN_DB_URL", url);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), output);
    }
}
