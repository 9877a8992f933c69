// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.structure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StructureCodecTest {

    @ParameterizedTest
    @EnumSource(Corpus.class)
    void treeIsReadAsItWasWritten(Corpus message) throws IOException {
        Part root = message.parsed().structure();

        Part read = StructureCodec.decode(StructureCodec.encode(root));
        assertThat(read).isEqualTo(root);
        assertThat(List.copyOf(read.content().parameters().keySet()))
                .isEqualTo(List.copyOf(root.content().parameters().keySet()));
    }

    @Test
    void plainMessageTakesFewBytes() {
        assertThat(StructureCodec.encode(Corpus.PLAIN.parsed().structure())).hasSizeLessThan(80);
    }

    @Test
    void firstByteIsTheVersion() {
        byte[] bytes = StructureCodec.encode(Corpus.PLAIN.parsed().structure());
        assertThat(bytes[0]).isEqualTo((byte) 1);

        bytes[0] = 2;
        assertThatThrownBy(() -> StructureCodec.decode(bytes))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("version");
    }

    @Test
    void bytesCutShortAreRefused() {
        byte[] bytes = StructureCodec.encode(Corpus.MESSAGE_INSIDE.parsed().structure());

        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> StructureCodec.decode(cut)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void damagedBytesNeverEndInAnythingElse() {
        byte[] bytes = StructureCodec.encode(Corpus.NESTED.parsed().structure());

        for (int i = 0; i < bytes.length; i++) {
            for (int value : new int[] {0, 1, 3, 127, 128, 255}) {
                byte[] damaged = bytes.clone();
                damaged[i] = (byte) value;
                assertThatCode(() -> decodeOrRefuse(damaged)).doesNotThrowAnyException();
            }
        }
    }

    private static void decodeOrRefuse(byte[] bytes) {
        try {
            assertThat(StructureCodec.decode(bytes)).isNotNull();
        } catch (IOException expected) {
            assertThat(expected).hasMessageContaining("stored structure");
        }
    }
}
