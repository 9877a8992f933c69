// SPDX-License-Identifier: Apache-2.0
package org.posthorn.sieve.managesieve;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.posthorn.sieve.managesieve.Command.Text;

/** A login by SASL PLAIN (RFC 4616) or LOGIN, from the first to the last response of the client. */
final class SaslExchange {

    static final String MECHANISMS = "PLAIN LOGIN";

    /** What a response led to. */
    sealed interface Step {}

    /** The server's next question, as it is sent. */
    record Challenge(String base64) implements Step {}

    /** Everything is known. */
    record Credentials(String username, String password) implements Step {}

    /** The client gave up. */
    record Aborted() implements Step {}

    /** The response cannot be read. */
    record Malformed() implements Step {}

    private final boolean plain;
    private Optional<String> loginName = Optional.empty();

    private SaslExchange(boolean plain) {
        this.plain = plain;
    }

    static Optional<SaslExchange> of(String mechanism) {
        return switch (mechanism.toUpperCase(Locale.ROOT)) {
            case "PLAIN" -> Optional.of(new SaslExchange(true));
            case "LOGIN" -> Optional.of(new SaslExchange(false));
            default -> Optional.empty();
        };
    }

    /** The first question, for a client that sent no initial response. */
    Challenge begin() {
        return plain ? new Challenge("") : question("Username:");
    }

    Step respond(Text response) {
        String base64 = new String(response.bytes(), StandardCharsets.ISO_8859_1);
        if (base64.equals("*")) {
            return new Aborted();
        }
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new Malformed();
        }
        return plain ? plain(decoded) : login(decoded);
    }

    private static Step plain(byte[] message) {
        List<String> fields = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= message.length; i++) {
            if (i == message.length || message[i] == 0) {
                Optional<String> field = utf8(message, start, i - start);
                if (field.isEmpty()) {
                    return new Malformed();
                }
                fields.add(field.get());
                start = i + 1;
            }
        }
        if (fields.size() != 3) {
            return new Malformed();
        }
        String authorization = fields.get(0);
        String username = fields.get(1);
        if (username.isEmpty() || !(authorization.isEmpty() || authorization.equalsIgnoreCase(username))) {
            return new Malformed();
        }
        return new Credentials(username, fields.get(2));
    }

    private Step login(byte[] message) {
        Optional<String> field = utf8(message, 0, message.length);
        if (field.isEmpty()) {
            return new Malformed();
        }
        if (loginName.isPresent()) {
            return new Credentials(loginName.get(), field.get());
        }
        loginName = field;
        return question("Password:");
    }

    private static Challenge question(String text) {
        return new Challenge(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII)));
    }

    private static Optional<String> utf8(byte[] bytes, int offset, int length) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, offset, length))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
