// SPDX-License-Identifier: Apache-2.0
/** Spools against each other: James's ActiveMQ queue, a journal, rows in SQL; how fast, at what cost, and what survives a kill. */
@org.jspecify.annotations.NullMarked
package org.posthorn.benchmarks.spool;
