// SPDX-License-Identifier: Apache-2.0
/** Users' Sieve scripts: what a delivery has to know of them. */
@NullMarked
package org.posthorn.mailbox.script;

import org.jspecify.annotations.NullMarked;
