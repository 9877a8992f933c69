// SPDX-License-Identifier: Apache-2.0
/** Message bodies in rows of InnoDB against bodies in files: deliveries, reads, deletions and backups, over plain JDBC. */
@org.jspecify.annotations.NullMarked
package org.posthorn.benchmarks.bodies.sql;
