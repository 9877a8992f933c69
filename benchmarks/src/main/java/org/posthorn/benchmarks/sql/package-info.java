// SPDX-License-Identifier: Apache-2.0
/** Rows for load runs. */
@org.jspecify.annotations.NullMarked
package org.posthorn.benchmarks.sql;
