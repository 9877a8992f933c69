// SPDX-License-Identifier: Apache-2.0
/** What the log leaves out. */
@org.jspecify.annotations.NullMarked
package org.posthorn.server.logging;
