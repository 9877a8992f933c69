// SPDX-License-Identifier: Apache-2.0
/** The scripts of the distribution, run with programs that only tell how they were called. */
@NullMarked
package org.posthorn.scripts;

import org.jspecify.annotations.NullMarked;
