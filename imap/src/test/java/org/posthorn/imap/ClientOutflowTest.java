// SPDX-License-Identifier: Apache-2.0
package org.posthorn.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

final class ClientOutflowTest {

    private static final int BEYOND_THE_HIGH_WATER_MARK = 100_000;

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final ClientOutflow outflow = new ClientOutflow(channel);
    private final AtomicInteger opened = new AtomicInteger();

    @Test
    void itIsOpenWhileThereIsRoom() {
        assertThat(outflow.isOpen()).isTrue();
        await();
        assertThat(opened).hasValue(1);
    }

    @Test
    void whoeverWaitsGoesOnWhenTheClientHasRead() {
        fill();
        await();
        await();
        assertThat(outflow.isOpen()).isFalse();
        outflow.changed();
        assertThat(opened).hasValue(0);

        channel.flushOutbound();
        outflow.changed();

        assertThat(outflow.isOpen()).isTrue();
        assertThat(opened).hasValue(2);
    }

    @Test
    void nobodyWaitsForAClientWhoHasGone() {
        fill();
        await();

        assertThat(channel.close().isDone()).isTrue();
        outflow.changed();

        assertThat(opened).hasValue(1);
        await();
        assertThat(opened).hasValue(2);
    }

    @Test
    void whoGivesUpIsForgotten() {
        fill();
        await().dispose();
        await();

        channel.flushOutbound();
        outflow.changed();

        assertThat(opened).hasValue(1);
    }

    private void fill() {
        assertThat(channel.write(Unpooled.wrappedBuffer(new byte[BEYOND_THE_HIGH_WATER_MARK]))
                        .isDone())
                .isFalse();
    }

    private Disposable await() {
        return outflow.opened().doOnSuccess(any -> opened.incrementAndGet()).subscribe();
    }
}
