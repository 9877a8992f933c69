// SPDX-License-Identifier: Apache-2.0
/** Makes folders of many messages at once. */
@org.jspecify.annotations.NullMarked
package org.posthorn.benchmarks.folder.sql;
