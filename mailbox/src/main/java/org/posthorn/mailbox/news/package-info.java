// SPDX-License-Identifier: Apache-2.0
/** How sessions here learn what other servers changed in their folders. */
@NullMarked
package org.posthorn.mailbox.news;

import org.jspecify.annotations.NullMarked;
