// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.james.dnsservice.api.DNSService;
import org.apache.james.dnsservice.api.TemporaryResolutionException;
import org.posthorn.server.settings.PosthornSettings;
import org.posthorn.server.settings.Setting;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Address;
import org.xbill.DNS.Cache;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * The domain name system as mail needs it: names are complete as they stand (no search list), "no such name" is never
 * mixed up with "no answer", a domain without MX is its own mail server (RFC 5321, section 5.1), a null MX takes no mail
 * (RFC 7505), and IPv6 addresses count.
 *
 * <p>Answers are cached as long as they say. Safe for concurrent use.
 */
public final class PosthornDns implements DNSService {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Resolver resolver;
    private final Cache cache = new Cache(DClass.IN);

    PosthornDns(List<InetSocketAddress> servers) {
        Resolver[] resolvers = servers.stream().map(SimpleResolver::new).toArray(Resolver[]::new);
        this.resolver = new ExtendedResolver(resolvers);
        this.resolver.setTimeout(TIMEOUT);
    }

    /** Asks the name servers that the settings name, or the system's. */
    public static PosthornDns of(PosthornSettings settings) {
        return new PosthornDns(
                settings.text(Setting.DNS_SERVERS).map(NameServers::parse).orElseGet(NameServers::ofSystem));
    }

    @Override
    public Collection<String> findMXRecords(String hostname) throws TemporaryResolutionException {
        List<MXRecord> records = records(hostname, Type.MX, MXRecord.class);
        if (records.isEmpty()) {
            return addresses(hostname).isEmpty() ? List.of() : List.of(hostname);
        }
        TreeMap<Integer, List<String>> byPreference = new TreeMap<>();
        for (MXRecord mx : records) {
            if (!mx.getTarget().equals(Name.root)) {
                byPreference
                        .computeIfAbsent(mx.getPriority(), preference -> new ArrayList<>())
                        .add(mx.getTarget().toString(true));
            }
        }
        byPreference.values().forEach(Collections::shuffle);
        return byPreference.values().stream().flatMap(List::stream).toList();
    }

    @Override
    public Collection<String> findTXTRecords(String hostname) {
        try {
            return records(hostname, Type.TXT, TXTRecord.class).stream()
                    .map(TXTRecord::rdataToString)
                    .toList();
        } catch (TemporaryResolutionException e) {
            return List.of();
        }
    }

    @Override
    public Collection<InetAddress> getAllByName(String host) throws UnknownHostException {
        Optional<InetAddress> literal = literal(host);
        if (literal.isPresent()) {
            return List.of(literal.get());
        }
        List<InetAddress> addresses;
        try {
            addresses = addresses(host);
        } catch (TemporaryResolutionException e) {
            throw unknown(host, e);
        }
        if (addresses.isEmpty()) {
            throw new UnknownHostException(host);
        }
        return addresses;
    }

    @Override
    public InetAddress getByName(String host) throws UnknownHostException {
        return getAllByName(host).iterator().next();
    }

    @Override
    public InetAddress getLocalHost() throws UnknownHostException {
        return InetAddress.getLocalHost();
    }

    @Override
    public String getHostName(InetAddress address) {
        try {
            return records(ReverseMap.fromAddress(address).toString(), Type.PTR, PTRRecord.class).stream()
                    .findFirst()
                    .map(pointer -> pointer.getTarget().toString(true))
                    .orElseGet(address::getHostAddress);
        } catch (TemporaryResolutionException e) {
            return address.getHostAddress();
        }
    }

    private List<InetAddress> addresses(String host) throws TemporaryResolutionException {
        List<InetAddress> addresses = new ArrayList<>();
        records(host, Type.A, ARecord.class).forEach(record -> addresses.add(record.getAddress()));
        records(host, Type.AAAA, AAAARecord.class).forEach(record -> addresses.add(record.getAddress()));
        return addresses;
    }

    private <R extends Record> List<R> records(String host, int type, Class<R> kind)
            throws TemporaryResolutionException {
        Lookup lookup;
        try {
            lookup = new Lookup(Name.fromString(host, Name.root), type);
        } catch (TextParseException e) {
            return List.of();
        }
        lookup.setResolver(resolver);
        lookup.setCache(cache);
        Record[] answer = lookup.run();
        return switch (lookup.getResult()) {
            case Lookup.SUCCESSFUL ->
                Arrays.stream(answer).filter(kind::isInstance).map(kind::cast).toList();
            case Lookup.HOST_NOT_FOUND, Lookup.TYPE_NOT_FOUND -> List.of();
            default ->
                throw new TemporaryResolutionException("no answer about " + host + ": " + lookup.getErrorString());
        };
    }

    private static Optional<InetAddress> literal(String host) {
        String bare = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        try {
            return Optional.of(Address.getByAddress(bare));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static UnknownHostException unknown(String host, Exception cause) {
        UnknownHostException exception = new UnknownHostException(host);
        exception.initCause(cause);
        return exception;
    }
}
