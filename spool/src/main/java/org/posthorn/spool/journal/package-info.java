// SPDX-License-Identifier: Apache-2.0
/** The journal: append-only segment files that keep queued items and their bodies through crashes; knows files only. */
@NullMarked
package org.posthorn.spool.journal;

import org.jspecify.annotations.NullMarked;
