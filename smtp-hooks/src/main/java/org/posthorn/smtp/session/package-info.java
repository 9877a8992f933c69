// SPDX-License-Identifier: Apache-2.0
/** One client's connection, as commands see it: its state, its framing, and the way back to the client. */
@org.jspecify.annotations.NullMarked
package org.posthorn.smtp.session;
