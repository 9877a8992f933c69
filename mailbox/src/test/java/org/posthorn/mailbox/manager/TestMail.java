// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.manager;

import java.nio.charset.StandardCharsets;
import org.posthorn.mailbox.structure.RawMessage;

/** Mails for tests. */
final class TestMail {

    private TestMail() {}

    static byte[] bytes(String subject) {
        return ("Subject: " + subject + "\r\nFrom: ann@example.test\r\n\r\nHello.\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    static RawMessage raw(String subject) {
        return RawMessage.of(bytes(subject));
    }

    /** A mail with a body of that many bytes that do not repeat. */
    static byte[] long8bit(int size) {
        byte[] header = bytes("long");
        byte[] mail = new byte[header.length + size];
        System.arraycopy(header, 0, mail, 0, header.length);
        for (int i = header.length; i < mail.length; i++) {
            mail[i] = i % 70 == 0 ? (byte) '\n' : (byte) (128 + (i * 31 + i / 256) % 128);
        }
        return mail;
    }
}
