// SPDX-License-Identifier: Apache-2.0
/** SEARCH on what a message says: tests that look into headers, texts and attachments of stored messages, reading them as streams. */
@NullMarked
package org.posthorn.mailbox.search;

import org.jspecify.annotations.NullMarked;
