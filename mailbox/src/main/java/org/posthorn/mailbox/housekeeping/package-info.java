// SPDX-License-Identifier: Apache-2.0
/** What the store does to itself from time to time. */
@NullMarked
package org.posthorn.mailbox.housekeeping;

import org.jspecify.annotations.NullMarked;
