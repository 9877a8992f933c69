// SPDX-License-Identifier: Apache-2.0
/** The commands of RFC 5321 and RFC 3207, and the replies to what is out of order or out of shape. */
@org.jspecify.annotations.NullMarked
package org.posthorn.smtp.command;
