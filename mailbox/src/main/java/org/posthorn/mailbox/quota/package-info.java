// SPDX-License-Identifier: Apache-2.0
/** How full a mailbox may be and is: what the rest of the server may know of it without SQL. */
@NullMarked
package org.posthorn.mailbox.quota;

import org.jspecify.annotations.NullMarked;
