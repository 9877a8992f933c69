// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.script;

import java.time.Instant;

/**
 * The script that filters a user's mail.
 *
 * @param text as it was stored
 * @param since when it was switched on, or changed later; the days of a vacation count from here
 */
public record ActiveScript(String text, Instant since) {}
