// SPDX-License-Identifier: Apache-2.0
/** The last station of a mail: the folders of those it is for. */
@org.jspecify.annotations.NullMarked
package org.posthorn.mailets.store;
