// SPDX-License-Identifier: Apache-2.0
/** Usage and its limits in the tables: PostfixAdmin's {@code quota2}, and our own table until that one is adopted. */
@NullMarked
package org.posthorn.mailbox.quota.sql;

import org.jspecify.annotations.NullMarked;
