// SPDX-License-Identifier: Apache-2.0
/** The mailbox store: folders, messages, quota usage, on MySQL, behind James's mailbox SPI. */
@NullMarked
package org.posthorn.mailbox;

import org.jspecify.annotations.NullMarked;
