// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.james.sql;

import org.posthorn.postfixadmin.LogText;

/**
 * What PostfixAdmin's configuration says and its database does not, and where our own tables are.
 *
 * @param quotaMultiplier bytes in the panel's "MB", its $CONF['quota_multiplier']
 * @param author who changed something, as the panel's log shows it
 * @param ownSchema the MySQL schema of our own tables
 */
public record PanelSettings(long quotaMultiplier, String author, String ownSchema) {

    private static final String SCHEMA_NAME = "[A-Za-z0-9_]{1,64}";

    /** As the panel is delivered. */
    public static final PanelSettings DEFAULT = new PanelSettings(1_024_000, "james-cli (localhost)", "posthorn");

    public PanelSettings {
        if (quotaMultiplier < 1) {
            throw new IllegalArgumentException("quota multiplier " + quotaMultiplier + ": must be 1 or more");
        }
        if (!ownSchema.matches(SCHEMA_NAME)) {
            throw new IllegalArgumentException(
                    "schema '" + LogText.of(ownSchema) + "': only letters, digits and _ may name it");
        }
    }

    /** These settings, with changes logged under the name of the machine. */
    public PanelSettings onHost(String host) {
        return new PanelSettings(quotaMultiplier, "james-cli (" + LogText.of(host) + ")", ownSchema);
    }

    /** These settings with our own tables in another schema. */
    public PanelSettings withOwnSchema(String schema) {
        return new PanelSettings(quotaMultiplier, author, schema);
    }

    /** These settings with another size of a "MB". */
    public PanelSettings withQuotaMultiplier(long multiplier) {
        return new PanelSettings(multiplier, author, ownSchema);
    }
}
