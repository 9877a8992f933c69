// SPDX-License-Identifier: Apache-2.0
/** Matchers that ask where a mail comes from: a client or another server, or this server itself. */
@org.jspecify.annotations.NullMarked
package org.posthorn.matchers.origin;
