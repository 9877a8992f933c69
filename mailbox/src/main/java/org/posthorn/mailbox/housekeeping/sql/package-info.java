// SPDX-License-Identifier: Apache-2.0
/** Rows that nobody needs any more. */
@NullMarked
package org.posthorn.mailbox.housekeeping.sql;

import org.jspecify.annotations.NullMarked;
