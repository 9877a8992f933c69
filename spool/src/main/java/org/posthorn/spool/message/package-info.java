// SPDX-License-Identifier: Apache-2.0
/** Messages as bytes: read from the spool as they came, and changed line by line in their header. */
@NullMarked
package org.posthorn.spool.message;

import org.jspecify.annotations.NullMarked;
