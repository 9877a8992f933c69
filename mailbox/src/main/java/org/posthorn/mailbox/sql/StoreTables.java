// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailbox.sql;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.posthorn.postfixadmin.james.sql.PanelSettings;

/** Puts the names of the store's tables into statements: {@code {folder}} becomes {@code posthorn.posthorn_folder}. */
@Singleton
public final class StoreTables {

    private static final Pattern NAME = Pattern.compile("\\{([a-z_]+)}");

    private final String prefix;

    @Inject
    public StoreTables(PanelSettings settings) {
        this.prefix = settings.ownSchema() + ".posthorn_";
    }

    /** The statement with every name in braces made whole. To be called once per statement, not once per use. */
    public String sql(String statement) {
        return NAME.matcher(statement).replaceAll(match -> Matcher.quoteReplacement(prefix + match.group(1)));
    }
}
