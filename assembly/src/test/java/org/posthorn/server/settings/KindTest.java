// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KindTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HOST_NAME | mail.example.test",
                "HOST_NAME | localhost",
                "MAIL_ADDRESS | postmaster@example.test",
                "IPV4_ADDRESS | 0.0.0.0",
                "IPV4_ADDRESS | 192.168.200.255",
                "PORT | 1",
                "PORT | 65535",
                "BYTES | 10240000",
                "MEMORY | 512m",
                "MEMORY | 2G",
                "IDENTIFIER | posthorn_2",
                "JDBC_URL | jdbc:mysql://127.0.0.1:3306/postfix",
                "NETWORKS | 10.0.0.0/8, 192.168.1.7",
                "NETWORKS | fd00::/8",
                "DNS_SERVERS | 9.9.9.9",
                "DNS_SERVERS | 127.0.0.1:5353, 9.9.9.9",
                "DNS_SERVERS | ::1, [::1]:5353",
                "HOST_AND_PORT | relay.example.test:25",
                "NO_SCANNER | off",
                "DELIMITER | -",
                "BOOLEAN | true",
                "COUNT | 10",
                "WARNING_LEVELS | 80, 100",
                "WARNING_LEVELS | off",
                "FULL_REPLY | temporary",
                "DURATION | 5d",
                "DURATIONS | 1m, 2M,90s",
                "DURATIONS | 1h",
                "BCRYPT_COST | 12",
                "PASSWORD_SCHEME | blf-crypt",
                "DEFAULT_PASSWORD_SCHEME | PLAIN-MD5"
            })
    void takes(Kind kind, String value) {
        assertThat(kind.accepts(value)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HOST_NAME | mail_example.test",
                "HOST_NAME | -mail.example.test",
                "HOST_NAME | mail..test",
                "MAIL_ADDRESS | postmaster",
                "MAIL_ADDRESS | post master@example.test",
                "IPV4_ADDRESS | 256.0.0.1",
                "IPV4_ADDRESS | localhost",
                "PORT | 0",
                "PORT | 65536",
                "PORT | smtp",
                "BYTES | 10M",
                "BYTES | 0",
                "MEMORY | 512",
                "IDENTIFIER | post-horn",
                "JDBC_URL | mysql://127.0.0.1/postfix",
                "NETWORKS | 10.0.0.0/33",
                "NETWORKS | 10.0.0.0/8,",
                "DNS_SERVERS | dns.example.test",
                "DNS_SERVERS | 127.0.0.1:99999",
                "HOST_AND_PORT | relay.example.test",
                "NO_SCANNER | 127.0.0.1:3310",
                "NO_SCANNER | unix:/run/clamd.sock",
                "DELIMITER | ++",
                "DELIMITER | a",
                "BOOLEAN | yes",
                "COUNT | 0",
                "WARNING_LEVELS | 0",
                "FULL_REPLY | later",
                "DURATION | 5 days",
                "DURATION | 0d",
                "DURATION | 1m, 2m",
                "DURATIONS | 1m, soon",
                "DURATIONS | 1m,",
                "DURATIONS | 1m, 0s",
                "WARNING_LEVELS | 80,",
                "WARNING_LEVELS | 101",
                "BCRYPT_COST | 31",
                "PASSWORD_SCHEME | ROT13",
                "DEFAULT_PASSWORD_SCHEME | SHA512"
            })
    void refuses(Kind kind, String value) {
        assertThat(kind.accepts(value)).isFalse();
    }
}
