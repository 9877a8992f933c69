// SPDX-License-Identifier: Apache-2.0
package org.posthorn.postfixadmin.james;

import com.google.common.base.Preconditions;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.rrt.api.InvalidRegexException;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.api.RecipientRewriteTableException;
import org.apache.james.rrt.lib.AbstractRecipientRewriteTable;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.rrt.lib.MappingSource;
import org.apache.james.rrt.lib.Mappings;
import org.apache.james.rrt.lib.MappingsImpl;
import org.posthorn.postfixadmin.AccountsUnavailableException;
import org.posthorn.postfixadmin.james.sql.PanelAliases;
import org.posthorn.postfixadmin.james.sql.RefusedException;

/**
 * James's mappings are PostfixAdmin's aliases.
 *
 * <p>A mailbox that leads only to itself has no mapping; one that leads to itself and others has forwards, among them itself;
 * other aliases are of the type alias; {@code @domain} is a catch-all, which never takes mail of an existing mailbox;
 * an alias domain is a domain alias. A mapping made here is a line of the panel's where the panel has such lines (what
 * leads from an address to addresses, and alias domains), and keeps its type; regular expressions, errors and the like
 * are in a table of our own, where the panel does not see them.
 *
 * <p>A change that is refused, and a database that does not answer, throw {@link RecipientRewriteTableException} with one
 * line that says why: "no mapping" always means that there is none.
 */
@Singleton
public final class PostfixAdminRecipientRewriteTable extends AbstractRecipientRewriteTable {

    private final PanelAliases aliases;

    @Inject
    public PostfixAdminRecipientRewriteTable(PanelAliases aliases) {
        this.aliases = aliases;
    }

    @Override
    public void addMapping(MappingSource source, Mapping mapping) throws RecipientRewriteTableException {
        if (mapping.getType() == Mapping.Type.Regex) {
            refuseInvalid(mapping.getMappingValue());
        }
        change(() -> aliases.add(source, mapping));
    }

    @Override
    public void removeMapping(MappingSource source, Mapping mapping) throws RecipientRewriteTableException {
        change(() -> aliases.remove(source, mapping));
    }

    @Override
    public Mappings getStoredMappings(MappingSource source) throws RecipientRewriteTableException {
        return mappings(ask(() -> aliases.of(source)));
    }

    @Override
    public Map<MappingSource, Mappings> getAllMappings() throws RecipientRewriteTableException {
        Map<MappingSource, Mappings> all = new LinkedHashMap<>();
        ask(aliases::all).forEach((source, mappings) -> all.put(source, mappings(mappings)));
        return all;
    }

    /** What no server could deliver to is passed over, so that the other targets get their mail. */
    @Override
    protected Mappings mapAddress(String user, Domain domain) throws RecipientRewriteTableException {
        return MappingsImpl.fromMappings(ask(() -> aliases.leadingFrom(user, domain)).stream()
                .filter(PostfixAdminRecipientRewriteTable::isUsable));
    }

    @Override
    public Stream<MappingSource> listSources(Mapping mapping) throws RecipientRewriteTableException {
        Preconditions.checkArgument(
                RecipientRewriteTable.listSourcesSupportedType.contains(mapping.getType()),
                "mappings of type %s have no sources that could be listed",
                mapping.getType());
        return ask(() -> aliases.leadingTo(mapping)).stream();
    }

    @Override
    public Stream<MappingSource> getSourcesForType(Mapping.Type type) throws RecipientRewriteTableException {
        return ask(() -> aliases.ofType(type)).keySet().stream()
                .sorted(Comparator.comparing(MappingSource::asMailAddressString));
    }

    @Override
    public Stream<Mapping> getMappingsForType(Mapping.Type type) throws RecipientRewriteTableException {
        return mappings(ask(() -> aliases.ofType(type)).values().stream()
                        .flatMap(Collection::stream)
                        .distinct()
                        .toList())
                .asStream();
    }

    private static void refuseInvalid(String regex) throws RecipientRewriteTableException {
        try {
            Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new InvalidRegexException("not a regular expression: " + e.getDescription(), e);
        }
    }

    private static boolean isUsable(Mapping mapping) {
        return switch (mapping.getType()) {
            case Regex, Domain, DomainAlias, Error -> true;
            case Address, Alias, Forward, Group -> isUsername(mapping.getMappingValue());
        };
    }

    private static boolean isUsername(String target) {
        try {
            return !Username.of(target).asString().isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Mappings mappings(Collection<Mapping> mappings) {
        return MappingsImpl.fromMappings(mappings.stream());
    }

    private static void change(Runnable change) throws RecipientRewriteTableException {
        ask(() -> {
            change.run();
            return true;
        });
    }

    private static <T> T ask(Supplier<T> question) throws RecipientRewriteTableException {
        try {
            return question.get();
        } catch (RefusedException e) {
            throw new RecipientRewriteTableException(e.getMessage());
        } catch (AccountsUnavailableException e) {
            throw new RecipientRewriteTableException(e.getMessage(), e);
        }
    }
}
