// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.orphan;

import java.time.Instant;

/**
 * A detached account.
 *
 * @param id what to name it by
 * @param owner whose mail it was
 * @param detachedAt when its row in the panel was found to be gone, or to be another's
 */
public record Orphan(long id, String owner, Instant detachedAt, long folders, long messages, long bytes) {}
