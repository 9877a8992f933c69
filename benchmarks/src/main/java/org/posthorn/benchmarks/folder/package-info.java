// SPDX-License-Identifier: Apache-2.0
/** What the store's operations cost by the number of messages in a folder. */
@org.jspecify.annotations.NullMarked
package org.posthorn.benchmarks.folder;
