// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailets.bounce;

import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.mailet.AttributeName;
import org.apache.mailet.Mail;

/**
 * Why a mail could not be delivered, as the stations before left it.
 *
 * <p>The status is always one of a permanent failure: a mail that comes here is not tried again, whatever its last reply was.
 *
 * @param status the enhanced code (RFC 3463), of class 5
 * @param type the kind of text (RFC 3464 section 2.3.6): {@code smtp} for a reply with its code, else {@code x-posthorn}
 * @param text one clean line
 */
record DeliveryError(String status, String type, String text) {

    private static final AttributeName ERROR = AttributeName.of("delivery-error");
    private static final AttributeName CODE = AttributeName.of("delivery-error-code");
    private static final AttributeName PERMANENT = AttributeName.of("is-delivery-permanent-error");

    private static final Pattern REPLY = Pattern.compile("([45])[0-9]{2}(?:[ -].*)?");
    private static final Pattern ENHANCED =
            Pattern.compile("(?:[45][0-9]{2}[ -])?[45]\\.([0-9]{1,3}\\.[0-9]{1,3})(?!\\.?[0-9]).*");
    private static final Pattern ADDRESS = Pattern.compile("<([^<> ]+)>");

    private static final String SMTP = "smtp";
    private static final String OWN = "x-posthorn";
    private static final String UNKNOWN_STATUS = "5.0.0";
    private static final String EXPIRED_STATUS = "5.4.7";
    private static final DeliveryError UNKNOWN =
            new DeliveryError(UNKNOWN_STATUS, OWN, "delivery failed; the server's log has the reason");
    private static final DeliveryError OF_ANOTHER = new DeliveryError(
            UNKNOWN_STATUS, OWN, "refused together with another recipient; the reply for this one was not recorded");

    /**
     * The error that the mail carries. Its error message counts only if it is an SMTP reply: that of a fault is a stack trace,
     * which is none of the sender's business.
     */
    static DeliveryError of(Mail mail) {
        Optional<String> attribute = value(mail, ERROR, String.class)
                .map(Line::clean)
                .filter(text -> !text.isEmpty() && !text.equals("null"));
        Optional<String> code =
                value(mail, CODE, Integer.class).map(String::valueOf).filter(REPLY.asMatchPredicate());
        boolean givenUp = value(mail, PERMANENT, Boolean.class)
                .filter(permanent -> !permanent)
                .isPresent();
        return attribute
                .map(text -> withCode(text, code))
                .or(() -> code)
                .or(() -> errorMessage(mail))
                .map(text -> new DeliveryError(status(text, givenUp), isReply(text) ? SMTP : OWN, text))
                .orElse(UNKNOWN);
    }

    /**
     * The same error as it concerns one of the mail's recipients. The attribute holds one reply for all of them; when that names
     * others and not this one, it does not say why this one was refused.
     */
    DeliveryError towards(String recipient, Set<String> named) {
        return named.isEmpty() || named.contains(key(recipient)) ? this : OF_ANOTHER;
    }

    /** Those of the recipients that the text names, as keys for {@link #towards}. */
    Set<String> named(Iterable<String> recipients) {
        Set<String> addresses = ADDRESS.matcher(text)
                .results()
                .map(result -> key(result.group(1)))
                .collect(Collectors.toSet());
        Set<String> keys = new HashSet<>();
        recipients.forEach(recipient -> keys.add(key(recipient)));
        addresses.retainAll(keys);
        return addresses;
    }

    private static String withCode(String text, Optional<String> code) {
        return isReply(text) ? text : code.map(number -> number + " " + text).orElse(text);
    }

    private static Optional<String> errorMessage(Mail mail) {
        return Optional.ofNullable(mail.getErrorMessage())
                .flatMap(message -> message.lines().findFirst())
                .map(Line::clean)
                .filter(DeliveryError::isReply);
    }

    private static String status(String text, boolean givenUp) {
        Matcher enhanced = ENHANCED.matcher(text);
        if (enhanced.matches()) {
            return "5." + enhanced.group(1);
        }
        Matcher reply = REPLY.matcher(text);
        boolean temporary = reply.matches() ? reply.group(1).equals("4") : givenUp;
        return temporary ? EXPIRED_STATUS : UNKNOWN_STATUS;
    }

    private static boolean isReply(String text) {
        return REPLY.matcher(text).matches();
    }

    private static String key(String address) {
        return address.toLowerCase(Locale.ROOT);
    }

    private static <T> Optional<T> value(Mail mail, AttributeName name, Class<T> type) {
        return mail.getAttribute(name)
                .map(attribute -> (Object) attribute.getValue().value())
                .filter(type::isInstance)
                .map(type::cast);
    }
}
