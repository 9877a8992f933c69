// SPDX-License-Identifier: Apache-2.0
/** What {@code ./posthorn up --demo} shows: a mail through the real ports, with nothing but the JDK. */
@NullMarked
package org.posthorn.demo;

import org.jspecify.annotations.NullMarked;
