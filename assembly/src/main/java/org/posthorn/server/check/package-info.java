// SPDX-License-Identifier: Apache-2.0
/**
 * Finds everything that is wrong with the configuration before anything starts, and says all of it at once.
 *
 * <p>Each check looks at one thing and adds to {@link org.posthorn.server.check.Problems}.
 */
@org.jspecify.annotations.NullMarked
package org.posthorn.server.check;
