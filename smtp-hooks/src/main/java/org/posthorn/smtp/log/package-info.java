// SPDX-License-Identifier: Apache-2.0
/** One line per decision, made of keys and values. */
@org.jspecify.annotations.NullMarked
package org.posthorn.smtp.log;
