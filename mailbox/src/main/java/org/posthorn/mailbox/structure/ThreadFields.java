// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.structure;

import java.util.List;
import java.util.Optional;

/**
 * The message ids that tie a message to its thread (RFC 5322, 3.6.4), each with its angle brackets.
 *
 * @param messageId the message's own id, absent where the field is missing or holds none
 * @param inReplyTo the ids of In-Reply-To
 * @param references the ids of References, oldest first
 */
public record ThreadFields(Optional<String> messageId, List<String> inReplyTo, List<String> references) {}
