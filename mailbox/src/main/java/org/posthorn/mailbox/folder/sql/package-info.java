// SPDX-License-Identifier: Apache-2.0
/** Folders in the store: their rows, rights, annotations and subscriptions, and how they end. */
@NullMarked
package org.posthorn.mailbox.folder.sql;

import org.jspecify.annotations.NullMarked;
