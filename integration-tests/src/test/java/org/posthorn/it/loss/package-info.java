// SPDX-License-Identifier: Apache-2.0
/** Numbered, sealed mails, those who send them while servers die, and those who look for them afterwards. */
@org.jspecify.annotations.NullMarked
package org.posthorn.it.loss;
