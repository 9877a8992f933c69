// SPDX-License-Identifier: Apache-2.0
/** What is stored of a message beside its content: flags, keywords, dates; and what is asked of the store for it. */
@NullMarked
package org.posthorn.mailbox.message;

import org.jspecify.annotations.NullMarked;
