// SPDX-License-Identifier: Apache-2.0
/** What the managers ask the store that James's interfaces have no question for. */
@NullMarked
package org.posthorn.mailbox.manager.sql;

import org.jspecify.annotations.NullMarked;
