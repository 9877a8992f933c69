// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.apache.mailet.Mailet;
import org.apache.mailet.base.test.FakeMailetConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.mailets.retry.RetryLater;

class KnownMailetTest {

    static Stream<KnownMailet> all() {
        return KnownMailet.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("all")
    void existsAndIsMailet(KnownMailet known) {
        assertThat(Classes.first(List.of(known.className())))
                .hasValueSatisfying(found -> assertThat(Mailet.class).isAssignableFrom(found));
    }

    @Test
    void prefixStandsForAllItsParameters() {
        KnownMailet remoteDelivery = KnownMailet.ALL.stream()
                .filter(known -> known.className().endsWith("RemoteDelivery"))
                .findFirst()
                .orElseThrow();

        assertThat(remoteDelivery.takes("mail.smtp.ssl.trust")).isTrue();
        assertThat(remoteDelivery.takes("mails")).isFalse();
    }

    @Test
    void retryLaterTakesWhatIsListedAndNothingElse() throws Exception {
        for (String parameter : List.of("resume", "exhausted")) {
            initialise(parameter, "root");
        }
        initialise("delays", "1m");
        initialise("patience", "5d");
        assertThatThrownBy(() -> initialise("delay", "1m")).hasMessageContaining("delay");
    }

    private static void initialise(String parameter, String value) throws Exception {
        new RetryLater(Clock.systemUTC())
                .init(FakeMailetConfig.builder()
                        .mailetName("RetryLater")
                        .setProperty(parameter, value)
                        .build());
    }
}
