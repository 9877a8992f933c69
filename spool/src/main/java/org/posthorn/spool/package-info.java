// SPDX-License-Identifier: Apache-2.0
/** The durable spool: where a mail waits between its acceptance and its delivery. */
@NullMarked
package org.posthorn.spool;

import org.jspecify.annotations.NullMarked;
