// SPDX-License-Identifier: Apache-2.0
/** Load runs against a running server, and micro benchmarks of hot code. */
@org.jspecify.annotations.NullMarked
package org.posthorn.benchmarks;
