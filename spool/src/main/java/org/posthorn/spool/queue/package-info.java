// SPDX-License-Identifier: Apache-2.0
/** James's mail queues on the journal, and what an administrator may do with the mails in them. */
@NullMarked
package org.posthorn.spool.queue;

import org.jspecify.annotations.NullMarked;
