// SPDX-License-Identifier: Apache-2.0
/** Users' Sieve scripts: whether the interpreter understands one, and where they are kept. */
@NullMarked
package org.posthorn.sieve;

import org.jspecify.annotations.NullMarked;
