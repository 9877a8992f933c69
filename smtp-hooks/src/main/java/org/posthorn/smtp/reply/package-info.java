// SPDX-License-Identifier: Apache-2.0
/** Replies that more than one command gives, and how a reply is made. */
@org.jspecify.annotations.NullMarked
package org.posthorn.smtp.reply;
