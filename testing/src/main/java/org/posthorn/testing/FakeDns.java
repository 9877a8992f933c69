// SPDX-License-Identifier: Apache-2.0
package org.posthorn.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A name server on a free UDP port of 127.0.0.1 that answers from a table (RFC 1035).
 *
 * <p>A name that is in the table answers with its records of the asked type, be they none; one that is not there does not exist (NXDOMAIN), unless it was
 * named to {@link #failing}, which makes it answer SERVFAIL.
 */
public final class FakeDns implements AutoCloseable {
    private static final int TYPE_A = 1;
    private static final int TYPE_PTR = 12;
    private static final int TYPE_MX = 15;
    private static final int TYPE_TXT = 16;
    private static final int CLASS_INTERNET = 1;
    private static final int SERVFAIL = 2;
    private static final int NXDOMAIN = 3;
    private static final int ANSWER_FLAGS = 0x8580;
    private static final int HEADER_BYTES = 12;

    private record Entry(int type, byte[] data) {}

    private final DatagramSocket socket;
    private final Map<String, List<Entry>> table = new ConcurrentHashMap<>();
    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private final List<String> questions = new CopyOnWriteArrayList<>();

    private FakeDns(DatagramSocket socket) {
        this.socket = socket;
    }

    /** Starts answering. */
    public static FakeDns start() {
        try {
            FakeDns dns = new FakeDns(new DatagramSocket(0, InetAddress.getByName("127.0.0.1")));
            Thread thread = new Thread(dns::answerAll, "fake-dns");
            thread.setDaemon(true);
            thread.start();
            return dns;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** As a setting takes it: {@code 127.0.0.1:port}. */
    public String address() {
        return "127.0.0.1:" + port();
    }

    /** The name exists, maybe without a record. */
    public FakeDns name(String name) {
        table.computeIfAbsent(key(name), any -> new CopyOnWriteArrayList<>());
        return this;
    }

    /** An address record. */
    public FakeDns a(String name, String address) {
        try {
            return add(name, TYPE_A, InetAddress.getByName(address).getAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A mail exchanger; {@code .} as host is the null MX of RFC 7505. */
    public FakeDns mx(String name, int preference, String host) {
        byte[] exchanger = encode(host);
        return add(
                name,
                TYPE_MX,
                ByteBuffer.allocate(2 + exchanger.length)
                        .putShort((short) preference)
                        .put(exchanger)
                        .array());
    }

    /** A text record of up to 255 bytes. */
    public FakeDns txt(String name, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return add(
                name,
                TYPE_TXT,
                ByteBuffer.allocate(1 + bytes.length)
                        .put((byte) bytes.length)
                        .put(bytes)
                        .array());
    }

    /** A pointer; the name is in full, such as {@code 2.0.0.127.in-addr.arpa}. */
    public FakeDns ptr(String name, String host) {
        return add(name, TYPE_PTR, encode(host));
    }

    /** From now on questions about this name are answered SERVFAIL. */
    public FakeDns failing(String name) {
        failing.add(key(name));
        return this;
    }

    /** From now on the name is answered from the table again. */
    public FakeDns working(String name) {
        failing.remove(key(name));
        return this;
    }

    /** The names asked until now, in lower case, in their order. */
    public List<String> questions() {
        return List.copyOf(questions);
    }

    @Override
    public void close() {
        socket.close();
    }

    private FakeDns add(String name, int type, byte[] data) {
        name(name);
        table.getOrDefault(key(name), new ArrayList<>()).add(new Entry(type, data));
        return this;
    }

    private void answerAll() {
        byte[] buffer = new byte[1500];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                byte[] answer = answer(ByteBuffer.wrap(buffer, 0, packet.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException e) {
                return;
            }
        }
    }

    private byte[] answer(ByteBuffer query) throws IOException {
        int id = Short.toUnsignedInt(query.getShort(0));
        query.position(HEADER_BYTES);
        String name = decode(query);
        int type = Short.toUnsignedInt(query.getShort());
        questions.add(name);
        List<Entry> entries = table.getOrDefault(name, List.of()).stream()
                .filter(entry -> entry.type() == type)
                .toList();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeShort(id);
        out.writeShort(ANSWER_FLAGS | code(name));
        out.writeShort(1);
        out.writeShort(failing.contains(name) ? 0 : entries.size());
        out.writeInt(0);
        out.write(encode(name));
        out.writeShort(type);
        out.writeShort(CLASS_INTERNET);
        if (!failing.contains(name)) {
            for (Entry entry : entries) {
                write(out, name, entry);
            }
        }
        return bytes.toByteArray();
    }

    private int code(String name) {
        if (failing.contains(name)) {
            return SERVFAIL;
        }
        return table.containsKey(name) ? 0 : NXDOMAIN;
    }

    private static void write(DataOutputStream out, String name, Entry entry) throws IOException {
        out.write(encode(name));
        out.writeShort(entry.type());
        out.writeShort(CLASS_INTERNET);
        out.writeInt(0);
        out.writeShort(entry.data().length);
        out.write(entry.data());
    }

    private static String decode(ByteBuffer query) {
        StringBuilder name = new StringBuilder();
        int length;
        while ((length = Byte.toUnsignedInt(query.get())) > 0) {
            byte[] label = new byte[length];
            query.get(label);
            name.append(name.length() > 0 ? "." : "").append(new String(label, StandardCharsets.US_ASCII));
        }
        return key(name.toString());
    }

    private static byte[] encode(String name) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String label : key(name).split("\\.")) {
            if (!label.isEmpty()) {
                bytes.write(label.length());
                bytes.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
            }
        }
        bytes.write(0);
        return bytes.toByteArray();
    }

    private static String key(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
