// SPDX-License-Identifier: Apache-2.0
/** From bytes to command lines, login lines and message text; where a message ends is decided here and nowhere else. */
@org.jspecify.annotations.NullMarked
package org.posthorn.smtp.framing;
