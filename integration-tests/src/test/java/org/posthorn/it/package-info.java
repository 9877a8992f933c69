// SPDX-License-Identifier: Apache-2.0
/** What Posthorn promises, asked of the server as it is shipped: one class a promise. */
@org.jspecify.annotations.NullMarked
package org.posthorn.it;
