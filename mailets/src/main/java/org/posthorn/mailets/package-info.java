// SPDX-License-Identifier: Apache-2.0
/** What the mailets of every subject share. */
@org.jspecify.annotations.NullMarked
package org.posthorn.mailets;
