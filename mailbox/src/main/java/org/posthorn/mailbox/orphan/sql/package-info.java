// SPDX-License-Identifier: Apache-2.0
/** Detached accounts in the tables: how they come to be, and how they end. */
@NullMarked
package org.posthorn.mailbox.orphan.sql;

import org.jspecify.annotations.NullMarked;
