// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.queue;

import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;

/** The attributes in which a mail carries what the spool knows about it. */
public final class SpoolAttributes {
    /** 16 hexadecimal digits, a dash, the random id of the spool; set at the first enqueueing and kept by copies. */
    public static final AttributeName SPOOL_ID = AttributeName.of("org.posthorn.spool-id");

    /** How often the processing failed, an integer. */
    public static final AttributeName FAILURES = AttributeName.of("org.posthorn.spool-failures");

    /** Why it failed the last time, a text. */
    public static final AttributeName LAST_ERROR = AttributeName.of("org.posthorn.spool-last-error");

    private SpoolAttributes() {}

    /** How often the processing of this mail failed. */
    public static int failures(Mail mail) {
        return AttributeUtils.getValueAndCastFromMail(mail, FAILURES, Integer.class)
                .orElse(0);
    }

    /** Why the processing failed the last time, empty when it never did. */
    public static String lastError(Mail mail) {
        return AttributeUtils.getValueAndCastFromMail(mail, LAST_ERROR, String.class)
                .orElse("");
    }

    /** Counts one more failure. */
    public static void recordFailure(Mail mail, String cause) {
        mail.setAttribute(new Attribute(FAILURES, AttributeValue.of(failures(mail) + 1)));
        mail.setAttribute(new Attribute(LAST_ERROR, AttributeValue.of(cause)));
    }
}
