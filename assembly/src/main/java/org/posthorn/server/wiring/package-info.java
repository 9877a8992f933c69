// SPDX-License-Identifier: Apache-2.0
/** Which class serves which purpose: one Guice module per subject, one wiring for the one product. */
@org.jspecify.annotations.NullMarked
package org.posthorn.server.wiring;
