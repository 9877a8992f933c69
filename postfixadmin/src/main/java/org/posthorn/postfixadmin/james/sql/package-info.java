// SPDX-License-Identifier: Apache-2.0
/**
 * Changes to PostfixAdmin's tables, written as its panel writes them, and the tables of our own for what it cannot say.
 */
@org.jspecify.annotations.NullMarked
package org.posthorn.postfixadmin.james.sql;
