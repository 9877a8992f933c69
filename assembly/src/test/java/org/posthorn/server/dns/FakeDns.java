// SPDX-License-Identifier: Apache-2.0
package org.posthorn.server.dns;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A name server on a free port that knows the records it is given; names that begin with {@code broken} are a fault. */
final class FakeDns implements AutoCloseable {

    private static final int LARGEST = 4096;

    private final DatagramSocket socket;
    private final List<Record> records;

    FakeDns(String... records) throws IOException {
        this.records = Arrays.stream(records).map(FakeDns::record).toList();
        this.socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
        Thread thread = new Thread(this::serve, "fake-dns");
        thread.setDaemon(true);
        thread.start();
    }

    InetSocketAddress address() {
        return new InetSocketAddress("127.0.0.1", socket.getLocalPort());
    }

    @Override
    public void close() {
        socket.close();
    }

    private static Record record(String line) {
        String[] parts = line.split(" ", 3);
        try {
            return Record.fromString(
                    Name.fromString(parts[0], Name.root), Type.value(parts[1]), DClass.IN, 60, parts[2], Name.root);
        } catch (IOException e) {
            throw new IllegalArgumentException(line, e);
        }
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(new byte[LARGEST], LARGEST);
                socket.receive(packet);
                byte[] answer = answer(new Message(Arrays.copyOf(packet.getData(), packet.getLength())));
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException e) {
                return;
            }
        }
    }

    private byte[] answer(Message query) {
        Record question = query.getQuestion();
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.addRecord(question, Section.QUESTION);
        matching(question).forEach(record -> answer.addRecord(record, Section.ANSWER));
        if (question.getName().toString().startsWith("broken")) {
            answer.getHeader().setRcode(Rcode.SERVFAIL);
        } else if (records.stream().noneMatch(record -> record.getName().equals(question.getName()))) {
            answer.getHeader().setRcode(Rcode.NXDOMAIN);
        }
        return answer.toWire();
    }

    private Stream<Record> matching(Record question) {
        return records.stream()
                .filter(record ->
                        record.getName().equals(question.getName()) && record.getType() == question.getType());
    }
}
