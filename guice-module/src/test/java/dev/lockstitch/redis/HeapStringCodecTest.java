package dev.lockstitch.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledHeapByteBuf;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.redisson.client.codec.StringCodec;
import org.redisson.client.handler.State;

class HeapStringCodecTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "order:{4711}", "\0\r\n", "größer", "\uD83D\uDD12", "\uD83D alone"})
    void textIsAsItAlwaysWasButNotInNettysPool(String text) throws IOException {
        ByteBuf encoded = HeapStringCodec.INSTANCE.getValueEncoder().encode(text);
        ByteBuf usual = StringCodec.INSTANCE.getValueEncoder().encode(text);
        try {
            assertThat(encoded).isEqualTo(usual);
            assertThat(HeapStringCodec.INSTANCE.getValueDecoder().decode(encoded.duplicate(), new State()))
                    .isEqualTo(StringCodec.INSTANCE.getValueDecoder().decode(usual.duplicate(), new State()));
        } finally {
            usual.release();
        }
    }

    /** Nobody has to release such a one: nothing but an array is behind it. */
    @ParameterizedTest
    @ValueSource(strings = {"order:{4711}", "\0\r\n"})
    void nobodyHasToReleaseIt(String text) throws IOException {
        assertThat(HeapStringCodec.INSTANCE.getValueEncoder().encode(text)).isInstanceOf(UnpooledHeapByteBuf.class);
        assertThat(HeapStringCodec.INSTANCE.getMapValueEncoder().encode(text)).isInstanceOf(UnpooledHeapByteBuf.class);
    }
}
