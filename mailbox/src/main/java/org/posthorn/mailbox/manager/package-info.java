// SPDX-License-Identifier: Apache-2.0
/** James's managers of folders and messages over the store, and the short way of a mail into a folder. */
@NullMarked
package org.posthorn.mailbox.manager;

import org.jspecify.annotations.NullMarked;
