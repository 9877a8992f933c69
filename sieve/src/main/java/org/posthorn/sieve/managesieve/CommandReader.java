// SPDX-License-Identifier: Apache-2.0
package org.posthorn.sieve.managesieve;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthorn.sieve.managesieve.Command.Oversized;
import org.posthorn.sieve.managesieve.Command.Part;
import org.posthorn.sieve.managesieve.Command.Text;
import org.posthorn.sieve.managesieve.Command.Word;

/**
 * Cuts the client's bytes into commands (RFC 5804 section 4), wherever the network cut them.
 *
 * <p>Every byte is looked at once. A command is handed out when its last line end has come and not before; the bytes
 * after it are left in the buffer, so that no byte of a literal is ever taken for a command. {@code {n}} is taken like
 * {@code {n+}}. Literals longer than a script may be are skipped without being kept. What breaks the grammar or a limit
 * ends the connection, because nobody knows where the next command begins.
 */
final class CommandReader {

    static final int LONGEST_LINE = 8 * 1024;
    static final int MOST_BEFORE_LOGIN = 8 * 1024;
    private static final int NAMES = 4 * 1024;
    private static final long LARGEST_SKIPPED = 16L << 20;

    /** The client broke the grammar or a limit; the text is for the client. */
    static final class FramingException extends Exception {
        private static final long serialVersionUID = 1L;

        FramingException(String message) {
            super(message);
        }
    }

    private enum State {
        BETWEEN,
        WORD,
        QUOTED,
        ESCAPED,
        SIZE,
        SIZE_PLUS,
        SIZE_CLOSED,
        SIZE_LF,
        LITERAL,
        SKIP,
        AFTER_STRING,
        LF
    }

    private final int maxScriptBytes;
    private State state = State.BETWEEN;
    private List<Part> parts = new ArrayList<>();
    private ByteArrayOutputStream current = new ByteArrayOutputStream();
    private int lineBytes;
    private long literalSize;
    private int literalDigits;
    private long literalLeft;
    private long literalsInCommand;
    private boolean loggedIn;
    private long bytesBeforeLogin;

    CommandReader(int maxScriptBytes) {
        this.maxScriptBytes = maxScriptBytes;
    }

    /** Whether the larger limits hold; a return to {@code false} begins the count of bytes before login anew. */
    void loggedIn(boolean now) {
        if (loggedIn && !now) {
            bytesBeforeLogin = 0;
        }
        loggedIn = now;
    }

    /** Takes bytes up to the end of one command; nothing if the command is not whole yet. */
    Optional<Command> read(ByteBuf in) throws FramingException {
        while (in.isReadable()) {
            if (state == State.LITERAL || state == State.SKIP) {
                takeLiteral(in);
            } else if (step(in.readByte() & 0xff)) {
                Command command = new Command(List.copyOf(parts));
                parts = new ArrayList<>();
                lineBytes = 0;
                literalsInCommand = 0;
                state = State.BETWEEN;
                if (!command.parts().isEmpty()) {
                    return Optional.of(command);
                }
            }
        }
        return Optional.empty();
    }

    private void takeLiteral(ByteBuf in) throws FramingException {
        int count = (int) Math.min(literalLeft, in.readableBytes());
        count(count);
        if (state == State.SKIP) {
            in.skipBytes(count);
        } else {
            byte[] bytes = new byte[count];
            in.readBytes(bytes);
            current.writeBytes(bytes);
        }
        literalLeft -= count;
        if (literalLeft == 0) {
            endLiteral();
        }
    }

    private void endLiteral() {
        parts.add(state == State.SKIP ? new Oversized(literalSize) : new Text(take()));
        state = State.AFTER_STRING;
    }

    /** Takes one byte outside literals; whether it ended a line. */
    private boolean step(int b) throws FramingException {
        count(1);
        if (++lineBytes > LONGEST_LINE) {
            throw new FramingException("Line too long.");
        }
        switch (state) {
            case BETWEEN -> {
                return between(b);
            }
            case WORD -> {
                return word(b);
            }
            case AFTER_STRING -> {
                return afterString(b);
            }
            case LF -> {
                requireByte(b, '\n');
                return true;
            }
            case QUOTED -> quoted(b);
            case ESCAPED -> {
                if (b != '"' && b != '\\') {
                    throw new FramingException("Invalid escape in a quoted string.");
                }
                current.write(b);
                state = State.QUOTED;
            }
            default -> literalHeader(b);
        }
        return false;
    }

    private boolean between(int b) throws FramingException {
        switch (b) {
            case ' ' -> state = State.BETWEEN;
            case '"' -> state = State.QUOTED;
            case '{' -> {
                literalSize = 0;
                literalDigits = 0;
                state = State.SIZE;
            }
            case '\r' -> state = State.LF;
            case '\n' -> {
                return true;
            }
            default -> {
                state = State.WORD;
                return word(b);
            }
        }
        return false;
    }

    private boolean word(int b) throws FramingException {
        if (b == ' ' || b == '\r' || b == '\n') {
            parts.add(new Word(new String(take(), StandardCharsets.US_ASCII)));
            return afterString(b);
        }
        if (b < ' ' || b > '~' || b == '"' || b == '{' || b == '}') {
            throw new FramingException("Unexpected character.");
        }
        current.write(b);
        return false;
    }

    private boolean afterString(int b) throws FramingException {
        if (b == '\n') {
            return true;
        }
        if (b == '\r') {
            state = State.LF;
            return false;
        }
        requireByte(b, ' ');
        state = State.BETWEEN;
        return false;
    }

    private void quoted(int b) throws FramingException {
        if (b == '"') {
            parts.add(new Text(take()));
            state = State.AFTER_STRING;
        } else if (b == '\\') {
            state = State.ESCAPED;
        } else if (b == 0 || b == '\r' || b == '\n') {
            throw new FramingException("Unexpected character in a quoted string.");
        } else {
            current.write(b);
        }
    }

    private void literalHeader(int b) throws FramingException {
        if (state == State.SIZE && b >= '0' && b <= '9' && literalDigits < 10) {
            literalSize = literalSize * 10 + (b - '0');
            literalDigits++;
        } else if (state == State.SIZE && b == '+' && literalDigits > 0) {
            state = State.SIZE_PLUS;
        } else if (b == '}' && literalDigits > 0 && (state == State.SIZE || state == State.SIZE_PLUS)) {
            state = State.SIZE_CLOSED;
        } else if (b == '\r' && state == State.SIZE_CLOSED) {
            state = State.SIZE_LF;
        } else if (b == '\n' && (state == State.SIZE_CLOSED || state == State.SIZE_LF)) {
            beginLiteral();
        } else {
            throw new FramingException("Invalid literal.");
        }
    }

    private void beginLiteral() throws FramingException {
        literalsInCommand += literalSize;
        if (!loggedIn && bytesBeforeLogin + literalSize > MOST_BEFORE_LOGIN) {
            throw new FramingException("Too much data before login.");
        }
        if (literalsInCommand > LARGEST_SKIPPED) {
            throw new FramingException("Literal too large.");
        }
        literalLeft = literalSize;
        boolean tooLarge = literalSize > maxScriptBytes || literalsInCommand > maxScriptBytes + NAMES;
        state = tooLarge ? State.SKIP : State.LITERAL;
        if (literalLeft == 0) {
            endLiteral();
        }
    }

    private void count(int bytes) throws FramingException {
        if (loggedIn) {
            return;
        }
        bytesBeforeLogin += bytes;
        if (bytesBeforeLogin > MOST_BEFORE_LOGIN) {
            throw new FramingException("Too much data before login.");
        }
    }

    private byte[] take() {
        byte[] bytes = current.toByteArray();
        current = new ByteArrayOutputStream();
        return bytes;
    }

    private static void requireByte(int found, int expected) throws FramingException {
        if (found != expected) {
            throw new FramingException("Unexpected character.");
        }
    }
}
