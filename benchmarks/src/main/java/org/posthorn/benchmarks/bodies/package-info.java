// SPDX-License-Identifier: Apache-2.0
/** Message bodies in rows of InnoDB against bodies in files: what both have in common, without SQL. */
@org.jspecify.annotations.NullMarked
package org.posthorn.benchmarks.bodies;
