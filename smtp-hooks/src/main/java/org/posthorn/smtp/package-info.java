// SPDX-License-Identifier: Apache-2.0
/** What is decided inside the SMTP dialogue: the lists of handlers that make up port 25, and ports 587 and 465. */
@org.jspecify.annotations.NullMarked
package org.posthorn.smtp;
