// SPDX-License-Identifier: Apache-2.0
/**
 * PostfixAdmin's database as James's own services see it: WebAdmin, james-cli and the mailbox manager list and change
 * accounts through these classes. What the SMTP dialogue and logins ask is {@link org.posthorn.postfixadmin.Accounts}.
 */
@org.jspecify.annotations.NullMarked
package org.posthorn.postfixadmin.james;
