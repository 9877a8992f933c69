// SPDX-License-Identifier: Apache-2.0
/** Telling a sender that a mail could not be delivered (RFC 3464, RFC 6522). */
@org.jspecify.annotations.NullMarked
package org.posthorn.mailets.bounce;
