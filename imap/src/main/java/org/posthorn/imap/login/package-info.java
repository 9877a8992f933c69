// SPDX-License-Identifier: Apache-2.0
/** How a user of IMAP or POP3 is told from a stranger; knows neither protocol. */
@org.jspecify.annotations.NullMarked
package org.posthorn.imap.login;
