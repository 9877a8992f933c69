// SPDX-License-Identifier: Apache-2.0
/** Waiting: what cannot be done now is tried again later. */
@org.jspecify.annotations.NullMarked
package org.posthorn.mailets.retry;
