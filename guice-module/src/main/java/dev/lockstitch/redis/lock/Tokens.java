package dev.lockstitch.redis.lock;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Makes one token per acquisition: this node, drawn at random, and a count. {@code queue.lua} knows the form. */
final class Tokens {

    private static final int NODE_BYTES = 16;

    private static final String SEPARATOR = ",";

    /** Holds nothing, and never has: no node is called that, and no count begins with it. */
    static final String NOBODYS = "0-0";

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

    /** One for several locks that were taken together. */
    static String joined(List<String> tokens) {
        return String.join(SEPARATOR, tokens);
    }

    /** Those of a joined one; of any other, itself. */
    static List<String> each(String token) {
        return List.of(token.split(SEPARATOR, -1));
    }
}
