// SPDX-License-Identifier: Apache-2.0
package org.posthorn.mailets;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.mail.MessagingException;
import org.apache.mailet.MailetConfig;

/**
 * The parameters of a mailet as {@code mailetcontainer.xml} gives them; a name that the mailet does not know is refused
 * when it is initialised, so that a misspelt parameter never passes silently.
 */
public final class Parameters {

    private static final Set<String> OF_EVERY_MAILET = ImmutableSet.of("onMailetException", "onMatchException");

    private final MailetConfig config;

    private Parameters(MailetConfig config) {
        this.config = config;
    }

    /** Takes the parameters, or refuses them if one is not among the known names. */
    public static Parameters of(MailetConfig config, Set<String> known) throws MessagingException {
        Set<String> unknown = new TreeSet<>(ImmutableList.copyOf(config.getInitParameterNames()));
        unknown.removeAll(known);
        unknown.removeAll(OF_EVERY_MAILET);
        if (!unknown.isEmpty()) {
            throw new MessagingException(config.getMailetName() + " does not know the parameters " + unknown
                    + "; it knows " + new TreeSet<>(known));
        }
        return new Parameters(config);
    }

    /** The value of a parameter without the blanks around it; an empty one counts as absent. */
    public Optional<String> get(String name) {
        return Optional.ofNullable(config.getInitParameter(name))
                .map(String::trim)
                .filter(value -> !value.isEmpty());
    }

    /** The parts of a comma separated value. */
    public Optional<List<String>> list(String name) {
        return get(name).map(value -> List.of(value.split("\\s*,\\s*")));
    }
}
