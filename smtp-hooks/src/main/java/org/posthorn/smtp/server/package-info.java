// SPDX-License-Identifier: Apache-2.0
/** The SMTP server itself: James's, with commands off Netty's I/O threads and with our framing. */
@org.jspecify.annotations.NullMarked
package org.posthorn.smtp.server;
