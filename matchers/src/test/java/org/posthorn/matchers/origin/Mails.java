// SPDX-License-Identifier: Apache-2.0
package org.posthorn.matchers.origin;

import javax.mail.MessagingException;
import javax.mail.internet.MimeMessage;
import org.apache.james.core.builder.MimeMessageBuilder;
import org.apache.mailet.base.GenericMatcher;
import org.apache.mailet.base.test.FakeMail;
import org.apache.mailet.base.test.FakeMatcherConfig;

/** Mails, and matchers that have been initialised, for the tests of this package. */
final class Mails {

    private Mails() {}

    static GenericMatcher started(GenericMatcher matcher) throws MessagingException {
        matcher.init(FakeMatcherConfig.builder().matcherName("matcher").build());
        return matcher;
    }

    static MimeMessageBuilder message() {
        return MimeMessageBuilder.mimeMessageBuilder().setSubject("hello");
    }

    static FakeMail mail(String name, MimeMessageBuilder message) throws MessagingException {
        return mail(name, message.build());
    }

    static FakeMail mail(String name, MimeMessage message) throws MessagingException {
        return FakeMail.builder()
                .name(name)
                .sender("x@outside.test")
                .recipient("alice@example.test")
                .mimeMessage(message)
                .build();
    }
}
