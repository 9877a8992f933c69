// SPDX-License-Identifier: Apache-2.0
/** Matchers that choose among a mail's recipients. */
@org.jspecify.annotations.NullMarked
package org.posthorn.matchers.recipient;
