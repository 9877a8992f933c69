// SPDX-License-Identifier: Apache-2.0
/** Messages in the database: stored, listed, flagged, copied, moved and expunged, with the counters of their folders. */
@NullMarked
package org.posthorn.mailbox.message.sql;

import org.jspecify.annotations.NullMarked;
