// SPDX-License-Identifier: Apache-2.0
/** A spool of rows in a database, to compare with. */
@org.jspecify.annotations.NullMarked
package org.posthorn.benchmarks.spool.sql;
