// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import io.netty.channel.Channel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.posthorn.mailbox.Outflow;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** The connection to a client: closed while more is waiting to be sent than Netty's high water mark, 64 kB. */
final class ClientOutflow implements Outflow {

    private final Channel channel;
    private final Queue<MonoSink<Void>> waiting = new ConcurrentLinkedQueue<>();

    ClientOutflow(Channel channel) {
        this.channel = channel;
    }

    @Override
    public boolean isOpen() {
        return channel.isWritable() || !channel.isActive();
    }

    @Override
    public Mono<Void> opened() {
        return Mono.create(sink -> {
            waiting.add(sink);
            sink.onDispose(() -> waiting.remove(sink));
            changed(); // it may have opened before the sink was there
        });
    }

    /** To be called when the channel may have become writable, or inactive. */
    void changed() {
        while (isOpen()) {
            MonoSink<Void> next = waiting.poll();
            if (next == null) {
                return;
            }
            next.success();
        }
    }
}
