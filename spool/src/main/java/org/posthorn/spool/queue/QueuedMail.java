// SPDX-License-Identifier: Apache-2.0
package org.posthorn.spool.queue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an administrator sees of a mail in a queue.
 *
 * @param id 16 hexadecimal digits, the name for {@link SpoolAdministration}'s commands
 * @param mailName James's name of the mail
 * @param processor James's state of the mail: the processor that is to work on it
 * @param size bytes of the message
 * @param sender empty for the null sender
 * @param nextAttempt when it is due; in the past when it only waits for its turn
 * @param failures how often the processing failed
 * @param lastError why the processing failed the last time
 * @param held kept until released
 * @param active being worked on
 */
public record QueuedMail(
        String id,
        String mailName,
        String queue,
        String processor,
        long size,
        Optional<String> sender,
        List<String> recipients,
        Instant enqueuedAt,
        Instant nextAttempt,
        int failures,
        Optional<String> lastError,
        boolean held,
        boolean active) {}
