// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import org.apache.james.imap.decode.DecodingException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictLineReaderTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "iNbOx,INBOX",
                "R&-D,R&D",
                "&-&-,&&",
                "&AOQ-,\u00e4",
                "&AOQ-&-,\u00e4&",
                "&AOQAJg-,\u00e4&",
                "&U,BTFw-&-&ZeVnLIqe-,\u53f0\u5317&\u65e5\u672c\u8a9e",
                "&2D3eAA-,\ud83d\ude00"
            })
    void readsWhateverIsTheEncodingOfAName(String line) throws DecodingException {
        int comma = line.lastIndexOf(',');
        assertThat(read(line.substring(0, comma))).isEqualTo(line.substring(comma + 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"&", "&AOQ", "&AGE-", "&AOQ-&AOQ-", "&U,BTF-", "a&b"})
    void refusesWhatIsNone(String written) {
        assertThatThrownBy(() -> read(written)).isInstanceOf(DecodingException.class);
    }

    private static String read(String name) throws DecodingException {
        EmbeddedChannel channel = new EmbeddedChannel();
        try {
            return new StrictLineReader(channel, Unpooled.copiedBuffer('"' + name + "\"\r\n", US_ASCII)).mailbox();
        } finally {
            channel.finishAndReleaseAll();
        }
    }
}
