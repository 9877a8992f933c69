// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.auth;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.inject.Inject;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.esmtp.EhloExtension;
import org.jspecify.annotations.Nullable;
import org.posthorn.smtp.reply.Replies;
import org.posthorn.smtp.session.PosthornSession;

/**
 * AUTH PLAIN and AUTH LOGIN (RFC 4954), announced and answered under TLS only.
 *
 * <h2>Parameters</h2>   none.
 * <h2>Reads</h2>        the accounts, through {@link Login}.
 * <h2>Writes</h2>       the session's user name, as the database has it.
 * <h2>Failure</h2>      refused: 535 5.7.8 after a delay. Database down: 454 4.7.0. No base64: 501 5.5.2. A line of more
 *     than 12,288 bytes: 500 5.5.6.
 * <h2>Limits</h2>       one login per session; nobody acts for somebody else.
 */
public final class AuthCommand implements CommandHandler<SMTPSession>, EhloExtension {

    private static final Response SYNTAX = Replies.reply("501", "5.5.4 Syntax: AUTH mechanism");
    private static final Response NO_SUCH_MECHANISM =
            Replies.reply("504", "5.5.4 Error: unrecognized authentication mechanism");
    private static final Response ALREADY = Replies.reply("503", "5.5.1 Error: already authenticated");
    private static final Response CANCELLED = Replies.reply("501", "5.7.0 Authentication aborted");
    private static final Response BAD_BASE64 = Replies.reply("501", "5.5.2 Invalid base64 data");
    private static final Response TOO_LONG = Replies.reply("500", "5.5.6 Authentication exchange line is too long");
    private static final Response ASK_PLAIN = Replies.reply("334", "");
    private static final Response ASK_USERNAME = Replies.reply("334", "VXNlcm5hbWU6");
    private static final Response ASK_PASSWORD = Replies.reply("334", "UGFzc3dvcmQ6");

    private final Login login;

    @Inject
    public AuthCommand(Login login) {
        this.login = login;
    }

    @Override
    public Collection<String> getImplCommands() {
        return Set.of("AUTH");
    }

    @Override
    public List<String> getImplementedEsmtpFeatures(SMTPSession session) {
        return session.isTLSStarted() ? List.of("AUTH PLAIN LOGIN") : List.of();
    }

    @Override
    @SuppressWarnings("NullAway") // null when the reply comes later
    public @Nullable Response onCommand(SMTPSession session, Request request) {
        PosthornSession ours = PosthornSession.of(session);
        if (!ours.greeted()) {
            return Replies.HELO_FIRST;
        }
        if (ours.getUsername() != null) {
            return ALREADY;
        }
        if (ours.inTransaction()) {
            return Replies.IN_TRANSACTION;
        }
        String[] words = request.getArgument().split("[ \t]+", -1);
        if (words[0].isEmpty() || words.length > 2) {
            return SYNTAX;
        }
        Optional<String> initial = words.length == 2 ? Optional.of(words[1]) : Optional.empty();
        return switch (words[0].toUpperCase(Locale.ROOT)) {
            case "PLAIN" -> initialOrAsk(ours, initial, ASK_PLAIN, message -> plain(ours, message));
            case "LOGIN" -> initialOrAsk(ours, initial, ASK_USERNAME, message -> username(ours, message));
            default -> NO_SUCH_MECHANISM;
        };
    }

    private static @Nullable Response initialOrAsk(
            PosthornSession session,
            Optional<String> initial,
            Response question,
            Function<byte[], @Nullable Response> answer) {
        if (initial.isEmpty()) {
            return ask(session, question, answer);
        }
        String text = initial.get().equals("=") ? "" : initial.get();
        return decode(text.getBytes(StandardCharsets.ISO_8859_1), answer);
    }

    private static Response ask(
            PosthornSession session, Response question, Function<byte[], @Nullable Response> answer) {
        session.receiveLine((line, tooLong) -> {
            if (tooLong) {
                return TOO_LONG;
            }
            boolean cancelled = line.length == 1 && line[0] == '*';
            return cancelled ? CANCELLED : decode(line, answer);
        });
        return question;
    }

    private static @Nullable Response decode(byte[] line, Function<byte[], @Nullable Response> answer) {
        Optional<byte[]> message = Credentials.fromBase64(line);
        return message.isEmpty() ? BAD_BASE64 : answer.apply(message.get());
    }

    private @Nullable Response plain(PosthornSession session, byte[] message) {
        Optional<Credentials> credentials = Credentials.fromPlain(message);
        return credentials.isEmpty()
                ? login.refuse(session, "", "malformed-plain")
                : login.attempt(session, credentials.get());
    }

    private Response username(PosthornSession session, byte[] message) {
        String username = Credentials.text(message, 0, message.length);
        return ask(session, ASK_PASSWORD, password -> {
            Credentials credentials = new Credentials(username, Credentials.text(password, 0, password.length));
            return login.attempt(session, credentials);
        });
    }
}
