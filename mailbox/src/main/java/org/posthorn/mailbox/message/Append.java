// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.message;

import java.util.Date;
import java.util.Optional;
import javax.mail.Flags;
import org.apache.james.mailbox.model.Mailbox;
import org.posthorn.mailbox.DeliveryKey;
import org.posthorn.mailbox.structure.ParsedMessage;
import org.posthorn.mailbox.structure.RawMessage;

/**
 * A message that is to be stored.
 *
 * @param folder where; its owner pays for it
 * @param raw its bytes
 * @param parsed what was found in exactly these bytes
 * @param flags as they shall be stored, {@code \Recent} too
 * @param internalDate the date of its arrival (RFC 3501, 2.3.3)
 * @param delivery what makes a second delivery of the same mail recognisable, absent for a client's own upload
 */
public record Append(
        Mailbox folder,
        RawMessage raw,
        ParsedMessage parsed,
        Flags flags,
        Date internalDate,
        Optional<DeliveryKey> delivery) {}
