// SPDX-License-Identifier: Apache-2.0
/** IMAP's view of a full mailbox: GETQUOTA, GETQUOTAROOT (RFC 2087, RFC 9208), and refused APPEND, COPY and MOVE. */
@org.jspecify.annotations.NullMarked
package org.posthorn.imap.quota;
