// SPDX-License-Identifier: Apache-2.0
/**
 * The accounts of PostfixAdmin's database, read live: who may receive, who may log in, where an address leads.
 *
 * <p>{@link org.posthorn.postfixadmin.Accounts} is what the rest of Posthorn asks. It knows SQL, and knows no SMTP.
 */
@org.jspecify.annotations.NullMarked
package org.posthorn.postfixadmin;
