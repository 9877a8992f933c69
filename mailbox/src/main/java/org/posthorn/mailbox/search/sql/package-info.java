// SPDX-License-Identifier: Apache-2.0
/** SEARCH and SORT: whatever the rows know is asked of the database, and only the messages left over are looked into. */
@NullMarked
package org.posthorn.mailbox.search.sql;

import org.jspecify.annotations.NullMarked;
