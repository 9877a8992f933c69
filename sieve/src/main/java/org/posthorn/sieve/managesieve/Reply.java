// SPDX-License-Identifier: Apache-2.0
package org.posthorn.sieve.managesieve;

import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLEngine;

/** What is to be done after a command. */
sealed interface Reply {

    /** The bytes for the client. */
    String text();

    /** Answer and go on. */
    record Say(String text) implements Reply {}

    /** Answer after the delay for failed logins, and go on. */
    record SayLater(String text) implements Reply {}

    /** Answer and close. */
    record Close(String text) implements Reply {}

    /** Answer after the delay for failed logins, and close. */
    record CloseLater(String text) implements Reply {}

    /** Answer, and speak TLS from the next byte on. */
    record StartTls(String text, SSLEngine engine) implements Reply {}

    static Reply ok(String text) {
        return new Say("OK " + string(text) + "\r\n");
    }

    static Reply no(String text) {
        return new Say("NO " + string(text) + "\r\n");
    }

    static Reply no(String code, String text) {
        return new Say("NO (" + code + ") " + string(text) + "\r\n");
    }

    static Reply bye(String text) {
        return new Close("BYE " + string(text) + "\r\n");
    }

    /** A string of the protocol: quoted where it may be, else a literal. */
    static String string(String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > 1000 || text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0 || text.indexOf('\0') >= 0) {
            return "{" + bytes + "}\r\n" + text;
        }
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
