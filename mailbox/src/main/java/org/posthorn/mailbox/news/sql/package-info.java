// SPDX-License-Identifier: Apache-2.0
/** The changes of folders as the store's tables tell them. */
@NullMarked
package org.posthorn.mailbox.news.sql;

import org.jspecify.annotations.NullMarked;
