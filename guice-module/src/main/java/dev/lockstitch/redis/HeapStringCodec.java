package dev.lockstitch.redis;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.redisson.client.codec.StringCodec;
import org.redisson.client.protocol.Encoder;

/**
 * Text as {@link StringCodec} has it, encoded into memory that the garbage collector takes back. Redisson encodes what a
 * command is given before it has a connection, and where there is none or it breaks the buffers are not released: those
 * of Netty's pool would be lost, a few with every failed call.
 */
final class HeapStringCodec extends StringCodec {

    static final HeapStringCodec INSTANCE = new HeapStringCodec();

    private final Encoder encoder =
            value -> Unpooled.wrappedBuffer(value.toString().getBytes(StandardCharsets.UTF_8));

    private HeapStringCodec() {
        super(StandardCharsets.UTF_8);
    }

    @Override
    public Encoder getValueEncoder() {
        return encoder;
    }
}
