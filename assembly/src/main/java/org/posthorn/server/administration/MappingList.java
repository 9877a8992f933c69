// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.administration;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import javax.inject.Inject;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.api.RecipientRewriteTableException;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.rrt.lib.MappingSource;
import org.apache.james.rrt.lib.Mappings;

/** Reads the mappings from the recipient rewrite table, of every kind, those with regular expressions too. */
public final class MappingList implements MappingListMXBean {

    private final RecipientRewriteTable table;

    @Inject
    public MappingList(RecipientRewriteTable table) {
        this.table = table;
    }

    @Override
    public String[] getMappings() {
        try {
            return table.getAllMappings().entrySet().stream()
                    .map(MappingList::line)
                    .sorted()
                    .toArray(String[]::new);
        } catch (RecipientRewriteTableException e) {
            throw new IllegalStateException("the accounts' database does not answer; try again later");
        }
    }

    private static String line(Map.Entry<MappingSource, Mappings> entry) {
        return entry.getKey().asString() + "="
                + StreamSupport.stream(entry.getValue().spliterator(), false)
                        .map(Mapping::asString)
                        .collect(Collectors.joining(", "));
    }
}
