// SPDX-License-Identifier: Apache-2.0
/** Whether there is room for a mail. */
@org.jspecify.annotations.NullMarked
package org.posthorn.matchers.quota;
