// SPDX-License-Identifier: Apache-2.0
/** Users' Sieve scripts in the tables. */
@NullMarked
package org.posthorn.mailbox.script.sql;

import org.jspecify.annotations.NullMarked;
