// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.structure;

import org.apache.james.mailbox.store.mail.model.impl.Properties;
import org.apache.james.mailbox.store.mail.model.impl.PropertyBuilder;

/** The MIME fields of a message in the form of James's message model. */
public final class StructureProperties {

    private StructureProperties() {}

    /** The properties of the root of a message. */
    public static Properties of(Part root) {
        ContentFields content = root.content();
        PropertyBuilder properties = new PropertyBuilder();
        properties.setMediaType(content.type());
        properties.setSubType(content.subtype());
        properties.setContentTransferEncoding(content.encoding());
        properties.setContentTypeParameters(content.parameters());
        if (content.type().equals("text")) {
            properties.setCharset(content.parameters().getOrDefault("charset", "us-ascii"));
            properties.setTextualLineCount(root.lines());
        }
        content.id().ifPresent(properties::setContentID);
        content.description().ifPresent(properties::setContentDescription);
        content.md5().ifPresent(properties::setContentMD5);
        content.location().ifPresent(properties::setContentLocation);
        properties.setContentLanguage(content.languages());
        content.disposition().ifPresent(disposition -> {
            properties.setContentDispositionType(disposition.type());
            properties.setContentDispositionParameters(disposition.parameters());
        });
        return properties.build();
    }
}
