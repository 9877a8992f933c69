// SPDX-License-Identifier: Apache-2.0
/** The POP3 front: INBOX only, over implicit TLS, logins against PostfixAdmin's accounts. */
@org.jspecify.annotations.NullMarked
package org.posthorn.pop3;
