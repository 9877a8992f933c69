// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.check;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A mailet whose parameters are known.
 *
 * @param className its whole name
 * @param parameters what it takes; {@link #ANY} stands for everything
 * @param processors those parameters that name a processor, each with its default, which may be empty
 * @param ends whether a mail never goes on behind it, given its parameters
 */
record KnownMailet(
        String className, Set<String> parameters, Map<String, String> processors, Predicate<Map<String, String>> ends) {

    static final String ANY = "*";

    private static final String OF_JAMES = "org.apache.james.transport.mailets.";
    private static final Set<String> OF_EVERY_MAILET = Set.of("onMailetException", "onMatchException");
    private static final Predicate<Map<String, String>> ALWAYS = parameters -> true;
    private static final Predicate<Map<String, String>> NEVER = parameters -> false;

    /** The mailets that the shipped configuration uses, and those that an administrator would reach for first. */
    static final List<KnownMailet> ALL = List.of(
            of("org.posthorn.mailets.alias.ExpandAliases", NEVER)
                    .leading("outgoing", "outgoing")
                    .leading("undeliverable", "undeliverable"),
            of("org.posthorn.mailets.bounce.ReturnToSender", ALWAYS, "hostname"),
            of("org.posthorn.mailets.retry.RetryLater", ALWAYS, "delays", "patience")
                    .leading("resume", "root")
                    .leading("exhausted", "undeliverable"),
            of("org.posthorn.mailets.sieve.FilterBySieve", NEVER),
            of("org.posthorn.mailets.store.StoreInMailbox", ALWAYS).leading("overQuota", "over-quota"),
            of(OF_JAMES + "AddDeliveredToHeader", NEVER),
            of(OF_JAMES + "SetMimeHeader", NEVER, "name", "value"),
            of(
                    OF_JAMES + "DSNBounce",
                    unless("passThrough", "true", "true"),
                    "action",
                    "attachment",
                    "debug",
                    "defaultStatus",
                    "messageString",
                    "passThrough",
                    "prefix",
                    "sender"),
            of(OF_JAMES + "LocalDelivery", unless("consume", "true", "false"), "consume", "retries"),
            of(
                    OF_JAMES + "LogMessage",
                    NEVER,
                    "body",
                    "comment",
                    "headers",
                    "level",
                    "maxBody",
                    "passThrough",
                    "specificAttributes",
                    "specificHeaders"),
            of(OF_JAMES + "Null", ALWAYS),
            of(
                            OF_JAMES + "RemoteDelivery",
                            ALWAYS,
                            "bind",
                            "connectiontimeout",
                            "debug",
                            "delayTime",
                            "deliveryThreads",
                            "gateway",
                            "gatewayPassword",
                            "gatewayPort",
                            "gatewayUsername",
                            "heloName",
                            "loadBalancing",
                            "mail.*",
                            "maxDnsProblemRetries",
                            "maxRetries",
                            "outgoing",
                            "sendpartial",
                            "sslEnable",
                            "startTLS",
                            "timeout",
                            "usePriority",
                            "verifyServerIdentity")
                    .leading("bounceProcessor", "")
                    .leading("onSuccess", ""),
            of(OF_JAMES + "RemoveMimeHeader", NEVER, "name"),
            of(OF_JAMES + "SetMailAttribute", NEVER, ANY),
            of(OF_JAMES + "Sieve", NEVER),
            of(OF_JAMES + "ToProcessor", ALWAYS, "debug", "notice").leading("processor", ""));

    private static KnownMailet of(String className, Predicate<Map<String, String>> ends, String... parameters) {
        Set<String> all = new LinkedHashSet<>(OF_EVERY_MAILET);
        all.addAll(List.of(parameters));
        return new KnownMailet(className, all, Map.of(), ends);
    }

    private static Predicate<Map<String, String>> unless(String parameter, String standard, String value) {
        return parameters ->
                !parameters.getOrDefault(parameter, standard).strip().equalsIgnoreCase(value);
    }

    private KnownMailet leading(String parameter, String standard) {
        Set<String> all = new LinkedHashSet<>(parameters);
        all.add(parameter);
        Map<String, String> leads = new TreeMap<>(processors);
        leads.put(parameter, standard);
        return new KnownMailet(className, all, leads, ends);
    }

    boolean takes(String parameter) {
        return parameters.stream()
                .anyMatch(known -> known.endsWith(ANY)
                        ? parameter.startsWith(known.substring(0, known.length() - 1))
                        : known.equals(parameter));
    }
}
