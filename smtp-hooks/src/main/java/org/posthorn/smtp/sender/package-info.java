// SPDX-License-Identifier: Apache-2.0
/** Which senders a logged-in user may use. */
@org.jspecify.annotations.NullMarked
package org.posthorn.smtp.sender;
