// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.settings;

import java.util.Map;
import java.util.Optional;

/** The settings' values: the environment's, else the catalogue's. */
public final class PosthornSettings {

    private final Map<String, String> environment;

    private PosthornSettings(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    public static PosthornSettings of(Map<String, String> environment) {
        return new PosthornSettings(environment);
    }

    /** The value, absent when it is neither set nor has a default; an empty variable counts as not set. */
    public Optional<String> text(Setting setting) {
        return Optional.of(environment.getOrDefault(setting.variable(), setting.standard()))
                .filter(value -> !value.isEmpty());
    }

    /** The value of a setting that always has one. */
    public String require(Setting setting) {
        return text(setting)
                .orElseThrow(() -> new IllegalStateException(setting.variable() + " is not set: " + setting.meaning()));
    }

    /** The value of a setting that is a number. */
    public int number(Setting setting) {
        return Integer.parseInt(require(setting));
    }
}
