// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.james.mailbox.model.MimeDescriptor;
import org.apache.james.mailbox.store.MimeDescriptorImpl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** James's own reading of the same messages, where it reads them as the RFCs have it. */
class MimeDescriptorComparisonTest {

    @ParameterizedTest
    @EnumSource(Corpus.class)
    void describesTheMessageAsJamesDoes(Corpus message) throws Exception {
        MimeDescriptor james = MimeDescriptorImpl.build(new ByteArrayInputStream(message.bytes()));
        MemoryContent content = new MemoryContent(message.bytes());

        assertThat(describe(new StoredMimeDescriptor(content, content.structure())))
                .isEqualTo(describe(james));
        assertThat(content.reads).isEmpty();
    }

    static String describe(MimeDescriptor part) throws Exception {
        StringBuilder text = new StringBuilder("(");
        text.append(part.getMimeType().toLowerCase(Locale.ROOT))
                .append('/')
                .append(part.getMimeSubType().toLowerCase(Locale.ROOT))
                .append(parameters(part.contentTypeParameters()))
                .append(" id=" + part.getContentID())
                .append(" description=" + part.getContentDescription())
                .append(" encoding=" + part.getTransferContentEncoding().toLowerCase(Locale.ROOT))
                .append(" md5=" + part.getContentMD5())
                .append(" location=" + part.getContentLocation())
                .append(" languages=" + part.getLanguages())
                .append(" disposition=" + part.getDisposition() + parameters(part.getDispositionParams()));
        if (!part.getMimeType().equals("multipart")) {
            text.append(" octets=" + part.getBodyOctets()).append(" lines=" + part.getLines());
        }
        for (Iterator<MimeDescriptor> parts = part.parts(); parts.hasNext(); ) {
            text.append('\n').append(describe(parts.next()));
        }
        if (part.embeddedMessage() != null) {
            text.append("\nmessage ").append(describe(part.embeddedMessage()));
        }
        return text.append(')').toString();
    }

    private static Map<String, String> parameters(Map<String, String> parameters) {
        Map<String, String> sorted = new TreeMap<>(parameters);
        sorted.computeIfPresent("charset", (name, value) -> value.toLowerCase(Locale.ROOT));
        return sorted;
    }
}
