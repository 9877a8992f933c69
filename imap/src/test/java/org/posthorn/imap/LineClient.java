// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

/** A raw client of a line protocol: sends exactly the octets it is given. */
public final class LineClient implements AutoCloseable {

    /** What {@link #line} gives when the server has closed the connection. */
    public static final String END = "(end of the connection)";

    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    public LineClient(Socket socket) {
        try {
            this.socket = socket;
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            in = new BufferedInputStream(socket.getInputStream());
            out = socket.getOutputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static LineClient connect(int port) {
        try {
            return new LineClient(new Socket(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connects and reads the greeting. */
    public static LineClient greeted(int port) {
        LineClient client = connect(port);
        client.line();
        return client;
    }

    public LineClient send(String octets) {
        return send(octets.getBytes(ISO_8859_1));
    }

    public LineClient send(byte[] octets) {
        try {
            out.write(octets);
            out.flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next line without its end, or {@link #END}. */
    public String line() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            int octet = in.read();
            if (octet < 0) {
                return END;
            }
            for (; octet >= 0 && octet != '\n'; octet = in.read()) {
                line.write(octet);
            }
        } catch (SocketException e) {
            return END;
        } catch (IOException e) {
            throw new UncheckedIOException("after: " + text(line), e);
        }
        return text(line);
    }

    /** All lines up to the one that begins with this text, which is the last of them, or to the end of the connection. */
    public List<String> until(String start) {
        List<String> lines = new ArrayList<>();
        String line = line();
        while (!END.equals(line) && !line.startsWith(start)) {
            lines.add(line);
            line = line();
        }
        lines.add(line);
        return lines;
    }

    /** Sends a command line and gives the reply with its tag. */
    public String reply(String command) {
        List<String> lines = replies(command);
        return lines.get(lines.size() - 1);
    }

    /** Sends a command line and gives all lines of the reply. */
    public List<String> replies(String command) {
        send(command + "\r\n");
        return until(command.substring(0, command.indexOf(' ') + 1));
    }

    /** Appends a message the way every client may: asks, waits, sends. */
    public String append(String tag, String folder, String message) {
        send(tag + " APPEND " + folder + " {" + message.length() + "}\r\n");
        until("+ ");
        send(message + "\r\n");
        List<String> lines = until(tag + " ");
        return lines.get(lines.size() - 1);
    }

    /** Everything up to the end of the connection, which the server must bring about. */
    public String rest() {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        try {
            in.transferTo(rest);
        } catch (SocketException e) {
            return text(rest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text(rest);
    }

    private static String text(ByteArrayOutputStream octets) {
        String text = octets.toString(ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
