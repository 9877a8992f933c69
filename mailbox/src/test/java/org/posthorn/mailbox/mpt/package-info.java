// SPDX-License-Identifier: Apache-2.0
/** James's own IMAP conversations, held with James's IMAP layer over the store. */
@NullMarked
package org.posthorn.mailbox.mpt;

import org.jspecify.annotations.NullMarked;
