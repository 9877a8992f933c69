// SPDX-License-Identifier: Apache-2.0
/** The paths of MAIL and RCPT (RFC 5321 section 4.1.2), told apart before anything is looked up. */
@org.jspecify.annotations.NullMarked
package org.posthorn.smtp.address;
