// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.structure;

/**
 * Header texts in Unicode, encoded words decoded, for SEARCH and SORT; an absent field is the empty text.
 * Each of the first six takes at most 65,000 bytes of UTF-8, each mailbox at most 255.
 *
 * @param baseSubject the subject without "Re:" and the like (RFC 5256, 2.1)
 * @param from every From field as {@code Name <local@domain>, ...}; so are {@code to}, {@code cc} and {@code bcc}
 * @param fromMailbox the local part of the first address of From (RFC 5256, SORT FROM)
 * @param toMailbox the local part of the first address of To
 * @param ccMailbox the local part of the first address of Cc
 */
public record HeaderText(
        String subject,
        String baseSubject,
        String from,
        String to,
        String cc,
        String bcc,
        String fromMailbox,
        String toMailbox,
        String ccMailbox) {}
