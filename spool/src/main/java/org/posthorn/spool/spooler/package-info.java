// SPDX-License-Identifier: Apache-2.0
/** Takes mails out of the spool and has them processed; what fails stays there and is tried again. */
@org.jspecify.annotations.NullMarked
package org.posthorn.spool.spooler;
