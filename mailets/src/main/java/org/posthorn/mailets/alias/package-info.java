// SPDX-License-Identifier: Apache-2.0
/** Aliases: from the recipients a mail was addressed to, to the mailboxes and servers where it goes. */
@org.jspecify.annotations.NullMarked
package org.posthorn.mailets.alias;
