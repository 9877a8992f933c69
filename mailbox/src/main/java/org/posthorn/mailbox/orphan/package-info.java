// SPDX-License-Identifier: Apache-2.0
/** Mail of accounts whose row in the panel vanished: kept apart until an administrator gives it to somebody or purges it. */
@NullMarked
package org.posthorn.mailbox.orphan;

import org.jspecify.annotations.NullMarked;
