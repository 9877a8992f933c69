// SPDX-License-Identifier: Apache-2.0
/** What is known of a message without its body: texts for SEARCH and SORT, envelope, MIME tree with byte offsets; made once, at delivery. */
@NullMarked
package org.posthorn.mailbox.structure;

import org.jspecify.annotations.NullMarked;
