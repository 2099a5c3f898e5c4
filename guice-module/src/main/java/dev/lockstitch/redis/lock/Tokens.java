package dev.lockstitch.redis.lock;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/** Makes one token per acquisition: this node, drawn at random, and a count. {@code acquire.lua} knows the form. */
final class Tokens {

    private static final int NODE_BYTES = 16;

    private final String node;
    private final AtomicLong count = new AtomicLong();

    Tokens() {
        byte[] bytes = new byte[NODE_BYTES];
        new SecureRandom().nextBytes(bytes);
        node = HexFormat.of().formatHex(bytes);
    }

    /** This node: one coordinator of one JVM. */
    String node() {
        return node;
    }

    String next() {
        return node + '-' + Long.toHexString(count.incrementAndGet());
    }
}
