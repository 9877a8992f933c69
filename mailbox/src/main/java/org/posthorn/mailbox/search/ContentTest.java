// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.search;

import java.io.IOException;
import org.posthorn.mailbox.structure.StoredContent;

/** A test that needs the content of a message. */
@FunctionalInterface
public interface ContentTest {

    /**
     * Whether the message passes.
     *
     * @throws IOException if the content cannot be read
     */
    boolean matches(StoredContent content) throws IOException;
}
