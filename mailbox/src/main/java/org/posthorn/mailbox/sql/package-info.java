// SPDX-License-Identifier: Apache-2.0
/** The store's tables, its transactions, and the numbers it hands out. */
@NullMarked
package org.posthorn.mailbox.sql;

import org.jspecify.annotations.NullMarked;
