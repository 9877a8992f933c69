// SPDX-License-Identifier: Apache-2.0
/**
 * The statements behind {@link org.posthorn.postfixadmin.Accounts}: connections, the schema as it was found, and the
 * way of an address through domains, aliases and mailboxes.
 */
@org.jspecify.annotations.NullMarked
package org.posthorn.postfixadmin.sql;
