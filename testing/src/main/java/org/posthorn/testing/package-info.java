// SPDX-License-Identifier: Apache-2.0
/** Fixtures and fakes that tests of all modules share: a real MariaDB, protocol fakes, raw clients, the shipped server. */
@NullMarked
package org.posthorn.testing;

import org.jspecify.annotations.NullMarked;
