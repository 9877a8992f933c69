// SPDX-License-Identifier: Apache-2.0
package org.posthorn.smtp.framing;

/** Travels through the pipeline behind the last byte that was read in clear. */
public record TlsStarted() {}
