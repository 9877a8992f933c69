// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailets.bounce;

import java.util.Optional;

/**
 * Somebody whom a mail did not reach.
 *
 * @param address where it was to go, one clean line
 * @param originalAddress the address as the sender gave it, one clean line, if it was kept (RFC 3461 section 4.2)
 * @param error why it did not get there
 */
record FailedRecipient(String address, Optional<String> originalAddress, DeliveryError error) {}
