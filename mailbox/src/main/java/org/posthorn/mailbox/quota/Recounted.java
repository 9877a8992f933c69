// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.quota;

import java.util.List;

/**
 * What a recount found.
 *
 * @param accounts how many accounts were counted
 * @param drifts those whose figures were wrong and have been put right
 */
public record Recounted(int accounts, List<Drift> drifts) {}
