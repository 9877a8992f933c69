// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailets.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryErrorTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "552 5.2.2 Quota exceeded (mailbox for user is full) | 5.2.2 | smtp",
                "550 5.1.1: no such user                             | 5.1.1 | smtp",
                "550-5.7.26 This mail is unauthenticated             | 5.7.26 | smtp",
                "550 5.4.1. Recipient refused                        | 5.4.1 | smtp",
                "550 5.1.1234 is no code                             | 5.0.0 | smtp",
                "552 5.2.2                                           | 5.2.2 | smtp",
                "550 User unknown                                    | 5.0.0 | smtp",
                "554                                                 | 5.0.0 | smtp",
                "550 5.1.1.1 is no code                              | 5.0.0 | smtp",
                "550 host 5.1.1 is elsewhere in the text             | 5.0.0 | smtp",
                "450 4.2.1 The mailbox is busy                       | 5.2.1 | smtp",
                "421 Come back later                                 | 5.4.7 | smtp",
                "5.1.2 Bad destination                               | 5.1.2 | x-posthorn",
                "Connection refused                                  | 5.0.0 | x-posthorn",
                "250 2.0.0 Ok                                        | 5.0.0 | x-posthorn"
            })
    void theStatusIsTheEnhancedCodeOfTheReply(String reply, String status, String type) throws Exception {
        assertThat(DeliveryError.of(mail("delivery-error", reply))).isEqualTo(new DeliveryError(status, type, reply));
    }

    @Test
    void aMailThatWasGivenUpWithoutAReplyHasExpired() throws Exception {
        Mail mail = mail("delivery-error", "Too many retries failure. Bouncing after 125 retries.");
        set(mail, "is-delivery-permanent-error", AttributeValue.of(false));

        assertThat(DeliveryError.of(mail).status()).isEqualTo("5.4.7");
    }

    @Test
    void aReplyOfThisAttemptCountsMoreThanAnEarlierTemporaryFailure() throws Exception {
        Mail mail = mail("delivery-error", "550 No such user");
        set(mail, "is-delivery-permanent-error", AttributeValue.of(false));

        assertThat(DeliveryError.of(mail).status()).isEqualTo("5.0.0");
    }

    @Test
    void aPermanentErrorWithoutAReplyIsUnspecified() throws Exception {
        Mail mail = mail("delivery-error", "There are no DNS entries for the hostname");
        set(mail, "is-delivery-permanent-error", AttributeValue.of(true));

        assertThat(DeliveryError.of(mail).status()).isEqualTo("5.0.0");
    }

    @Test
    void theReplysCodeIsTakenFromItsOwnAttributeWhenTheTextHasNone() throws Exception {
        Mail mail = mail("delivery-error", "no valid recipients");
        set(mail, "delivery-error-code", AttributeValue.of(554));
        Mail withoutText = mail("delivery-error", "null");
        set(withoutText, "delivery-error-code", AttributeValue.of(550));
        Mail nonsense = mail("delivery-error", "[EOF]");
        set(nonsense, "delivery-error-code", AttributeValue.of(-1));

        assertThat(DeliveryError.of(mail)).isEqualTo(new DeliveryError("5.0.0", "smtp", "554 no valid recipients"));
        assertThat(DeliveryError.of(withoutText)).isEqualTo(new DeliveryError("5.0.0", "smtp", "550"));
        assertThat(DeliveryError.of(nonsense)).isEqualTo(new DeliveryError("5.0.0", "x-posthorn", "[EOF]"));
    }

    @Test
    void theCodeInTheTextCountsMoreThanTheAttribute() throws Exception {
        Mail mail = mail("delivery-error", "550 5.1.1 unknown");
        set(mail, "delivery-error-code", AttributeValue.of(554));

        assertThat(DeliveryError.of(mail).text()).isEqualTo("550 5.1.1 unknown");
    }

    @Test
    void withoutAttributesTheErrorMessageCountsIfItIsAReply() throws Exception {
        FakeMail mail = FakeMail.builder().name("m1").build();
        mail.setErrorMessage("550 5.7.1 Refused\r\nsecond line");

        assertThat(DeliveryError.of(mail)).isEqualTo(new DeliveryError("5.7.1", "smtp", "550 5.7.1 Refused"));
    }

    @Test
    void aStackTraceIsNotToldToTheSender() throws Exception {
        FakeMail mail = FakeMail.builder().name("m1").build();
        mail.setErrorMessage("java.lang.IllegalStateException: jdbc:mysql://db\n\tat org.posthorn.Secret");

        assertThat(DeliveryError.of(mail)).isEqualTo(unknown());
    }

    @Test
    void aMailWithoutAnyErrorAndOneWithAnAttributeOfTheWrongKindHaveAnUnknownReason() throws Exception {
        FakeMail mail = FakeMail.builder().name("m1").build();
        FakeMail odd = FakeMail.builder().name("m1").build();
        set(odd, "delivery-error", AttributeValue.of(550));

        assertThat(DeliveryError.of(mail)).isEqualTo(unknown());
        assertThat(DeliveryError.of(odd)).isEqualTo(unknown());
        assertThat(DeliveryError.of(mail("delivery-error", " \r\n "))).isEqualTo(unknown());
    }

    @Test
    void aReplyOfSeveralLinesBecomesOne() throws Exception {
        assertThat(DeliveryError.of(mail("delivery-error", "550-5.7.1 first\n550 5.7.1 second\n")))
                .isEqualTo(new DeliveryError("5.7.1", "smtp", "550-5.7.1 first 550 5.7.1 second"));
    }

    @Test
    void aReplyThatNamesOneRecipientIsNotTheReasonForAnother() throws Exception {
        DeliveryError error = DeliveryError.of(mail("delivery-error", "550 5.1.1 <Bob@outside.test>: unknown"));
        var named = error.named(List.of("bob@outside.test", "carol@outside.test"));

        assertThat(error.towards("bob@outside.test", named)).isEqualTo(error);
        assertThat(error.towards("carol@outside.test", named))
                .satisfies(other -> assertThat(other.status()).isEqualTo("5.0.0"))
                .satisfies(other -> assertThat(other.text()).doesNotContain("bob", "Bob"));
    }

    @Test
    void aReplyThatNamesNobodyOrAStrangerConcernsEveryRecipient() throws Exception {
        DeliveryError error = DeliveryError.of(mail("delivery-error", "550 5.7.1 <x@outside.test> may not send"));
        var named = error.named(List.of("bob@outside.test", "carol@outside.test"));

        assertThat(named).isEmpty();
        assertThat(error.towards("carol@outside.test", named)).isEqualTo(error);
    }

    private static DeliveryError unknown() {
        return new DeliveryError("5.0.0", "x-posthorn", "delivery failed; the server's log has the reason");
    }

    private static Mail mail(String attribute, String value) throws Exception {
        FakeMail mail = FakeMail.builder().name("m1").build();
        set(mail, attribute, AttributeValue.of(value));
        return mail;
    }

    private static void set(Mail mail, String name, AttributeValue<?> value) {
        mail.setAttribute(new Attribute(AttributeName.of(name), value));
    }
}
