// SPDX-License-Identifier: Apache-2.0
/** Who may log in, and what is refused without a login (RFC 4954). */
@org.jspecify.annotations.NullMarked
package org.posthorn.smtp.auth;
