// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.message;

import org.apache.james.mailbox.model.MessageMetaData;

/**
 * What became of a message that was to be stored.
 *
 * @param metaData of the message that lies in the store now
 * @param isNew false if a message with this delivery key had been stored before: then it is that one, wherever it lies
 *     now, and nothing was stored
 */
public record Appended(MessageMetaData metaData, boolean isNew) {}
