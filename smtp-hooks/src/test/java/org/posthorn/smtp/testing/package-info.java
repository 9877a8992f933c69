// SPDX-License-Identifier: Apache-2.0
/** What the tests share: a server, a client, accounts and a spool made by hand. */
package org.posthorn.smtp.testing;
