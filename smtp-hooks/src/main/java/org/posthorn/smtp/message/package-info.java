// SPDX-License-Identifier: Apache-2.0
/** The message itself: taken in, completed, and handed to the spool. */
@org.jspecify.annotations.NullMarked
package org.posthorn.smtp.message;
