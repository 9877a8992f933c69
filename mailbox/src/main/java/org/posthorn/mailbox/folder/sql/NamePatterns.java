// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.folder.sql;

import org.apache.james.mailbox.model.search.MailboxNameExpression;

/**
 * Patterns for LIKE that find at least what James's expressions match; the expression itself then decides.
 *
 * <p>Only letters and digits are kept. Everything else stands for any text: IMAP's wildcards, what LIKE would read as a
 * wildcard of its own, and delimiters, of which James's combined names may have one more or one less than the match has.
 */
final class NamePatterns {

    private NamePatterns() {}

    static String like(MailboxNameExpression expression) {
        String name = expression.getCombinedName();
        StringBuilder pattern = new StringBuilder(name.length() + 1);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            pattern.append(Character.isLetterOrDigit(c) ? c : '%');
        }
        return pattern.toString();
    }
}
