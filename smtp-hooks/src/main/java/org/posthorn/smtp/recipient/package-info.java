// SPDX-License-Identifier: Apache-2.0
/** Which recipients are taken. */
@org.jspecify.annotations.NullMarked
package org.posthorn.smtp.recipient;
