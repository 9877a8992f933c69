// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.settings;

import java.util.Arrays;
import java.util.Optional;

/**
 * Every environment variable that Posthorn reads: its kind, its default, its meaning. An empty default means that nothing
 * is set, or that the start script finds the value out.
 */
public enum Setting {
    HOME(Group.BASE, Kind.PATH, "", "directory of all data; the start script takes var/ where it lies"),
    HOSTNAME(Group.BASE, Kind.HOST_NAME, "localhost", "the server's own name, in greetings and in its certificate"),
    POSTMASTER(
            Group.BASE,
            Kind.MAIL_ADDRESS,
            "postmaster@localhost",
            "sender of notices to the administrator; the start script takes postmaster@ and the host name"),
    HEAP(Group.BASE, Kind.MEMORY, "512m", "largest Java heap, such as 512m or 2g"),
    JAVA_OPTS(Group.BASE, Kind.TEXT, "", "further options for the Java virtual machine"),

    BIND(Group.PORTS, Kind.IPV4_ADDRESS, "0.0.0.0", "address that the mail ports listen on; 0.0.0.0 means every one"),
    SMTP_PORT(Group.PORTS, Kind.PORT, "25", "mail from other servers"),
    SUBMISSION_PORT(Group.PORTS, Kind.PORT, "587", "mail from users, after STARTTLS"),
    SUBMISSIONS_PORT(Group.PORTS, Kind.PORT, "465", "mail from users, TLS from the first byte"),
    IMAPS_PORT(Group.PORTS, Kind.PORT, "993", "IMAP, TLS from the first byte"),
    POP3S_PORT(Group.PORTS, Kind.PORT, "995", "POP3, TLS from the first byte"),
    SIEVE_PORT(Group.PORTS, Kind.PORT, "4190", "ManageSieve, after STARTTLS"),
    WEBADMIN_PORT(Group.PORTS, Kind.PORT, "8000", "WebAdmin, on 127.0.0.1 only"),
    JMX_PORT(Group.PORTS, Kind.PORT, "9999", "JMX for the command line, on 127.0.0.1 only"),

    DB_URL(
            Group.DATABASE,
            Kind.JDBC_URL,
            "",
            "JDBC URL of PostfixAdmin's database, such as jdbc:mysql://127.0.0.1:3306/postfix; unset: an embedded MariaDB"),
    DB_USER(Group.DATABASE, Kind.TEXT, "posthorn", "user of the database"),
    DB_PASSWORD_FILE(Group.DATABASE, Kind.READABLE_FILE, "", "file that holds the password of the database's user"),
    DB_SCHEMA(Group.DATABASE, Kind.IDENTIFIER, "posthorn", "schema for Posthorn's own tables, beside PostfixAdmin's"),
    DB_POOL_SIZE(
            Group.DATABASE,
            Kind.COUNT,
            "10",
            "connections to the database at most for reading, and as many for writing; searches have 8 of their own"),
    DB_PORT(Group.DATABASE, Kind.PORT, "3307", "port of the embedded MariaDB, on 127.0.0.1"),

    TLS_CERT(
            Group.TLS,
            Kind.READABLE_FILE,
            "",
            "certificate and its chain, PEM; unset: one that the server signs itself"),
    TLS_KEY(Group.TLS, Kind.READABLE_FILE, "", "key of the certificate, PEM without a password"),

    MYNETWORKS(
            Group.MAIL,
            Kind.NETWORKS,
            "",
            "networks that may relay without a login, comma separated, such as 10.0.0.0/8"),
    MESSAGE_SIZE_LIMIT(Group.MAIL, Kind.BYTES, "10240000", "largest message that is taken, in bytes"),
    SMARTHOST(
            Group.MAIL,
            Kind.HOST_AND_PORT,
            "",
            "server that takes all outgoing mail, host:port; unset: each domain's own"),
    RETRY_DELAYS(
            Group.MAIL,
            Kind.DURATIONS,
            "1m, 2m, 5m, 10m, 20m, 30m, 1h",
            "waits before a mail that a fault has stopped is tried again; the last one repeats"),
    RETRY_PATIENCE(Group.MAIL, Kind.DURATION, "5d", "how long such a mail waits before its sender is told"),
    DNS_SERVERS(Group.MAIL, Kind.DNS_SERVERS, "", "name servers, address[:port], comma separated; unset: the system's"),
    CLAMD(Group.MAIL, Kind.NO_SCANNER, "off", "virus scanner; only off, for this version does not scan yet"),
    SPAMD(Group.MAIL, Kind.NO_SCANNER, "off", "spam scanner; only off, for this version does not scan yet"),

    RECIPIENT_DELIMITER(Group.ACCOUNTS, Kind.DELIMITER, "+", "character between a user's name and a subaddress"),
    PASSWORD_SCHEME(Group.ACCOUNTS, Kind.PASSWORD_SCHEME, "BLF-CRYPT", "scheme of passwords that Posthorn writes"),
    DEFAULT_PASSWORD_SCHEME(
            Group.ACCOUNTS,
            Kind.DEFAULT_PASSWORD_SCHEME,
            "CRYPT",
            "scheme of stored passwords that do not say theirs: CRYPT, PLAIN-MD5 or PLAIN"),
    QUOTA_MULTIPLIER(
            Group.ACCOUNTS, Kind.BYTES, "1024000", "bytes in a megabyte of quota, as in PostfixAdmin's settings"),
    QUOTA_FULL_REPLY(
            Group.ACCOUNTS,
            Kind.FULL_REPLY,
            "permanent",
            "what a sender is told of a full mailbox: permanent (552 5.2.2) or temporary (452 4.2.2)"),
    QUOTA_WARNINGS(
            Group.ACCOUNTS,
            Kind.WARNING_LEVELS,
            "80,95",
            "how full a mailbox becomes, in percent, when its user is warned by mail; off: never"),
    BCRYPT_COST(Group.ACCOUNTS, Kind.BCRYPT_COST, "12", "cost of new BLF-CRYPT passwords; each step doubles the time"),
    PASSWORD_EXPIRY(Group.ACCOUNTS, Kind.BOOLEAN, "false", "whether passwords end when PostfixAdmin says that they do"),
    VACATION_DOMAIN(Group.ACCOUNTS, Kind.DOMAIN, "", "PostfixAdmin's vacation domain; nothing is ever sent there");

    /** The sections of {@code .env.example} and of the reference page, in their order. */
    public enum Group {
        BASE("The server"),
        PORTS("Ports"),
        DATABASE("The database"),
        TLS("TLS"),
        MAIL("Mail"),
        ACCOUNTS("Accounts");

        private final String title;

        Group(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    private static final String PREFIX = "POSTHORN_";

    private final Group group;
    private final Kind kind;
    private final String standard;
    private final String meaning;

    Setting(Group group, Kind kind, String standard, String meaning) {
        this.group = group;
        this.kind = kind;
        this.standard = standard;
        this.meaning = meaning;
    }

    /** The setting with this environment variable. */
    public static Optional<Setting> named(String variable) {
        return Arrays.stream(values())
                .filter(setting -> setting.variable().equals(variable))
                .findFirst();
    }

    /** Whether an environment variable claims to be one of ours. */
    public static boolean claims(String variable) {
        return variable.startsWith(PREFIX);
    }

    public String variable() {
        return PREFIX + name();
    }

    public Group group() {
        return group;
    }

    public Kind kind() {
        return kind;
    }

    /** The value where the variable is not set; empty when there is none. */
    public String standard() {
        return standard;
    }

    public String meaning() {
        return meaning;
    }
}
