package dev.lockstitch.redis.hostile;

import dev.lockstitch.redis.testing.ChildJvm;
import dev.lockstitch.redis.testing.Proxy;
import dev.lockstitch.redis.testing.RedisProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * A long way to Redis, in a JVM of its own: a thousand callers in this one would otherwise hold up the proxy's threads as
 * well, and a proxy that stands still is a Redis that does not answer.
 */
final class SlowWay implements AutoCloseable {

    private final ChildJvm jvm;
    private final String url;

    private SlowWay(ChildJvm jvm, String url) {
        this.jvm = jvm;
        this.url = url;
    }

    static SlowWay to(RedisProcess redis, Duration eachWay) {
        ChildJvm jvm = ChildJvm.run(SlowWay.class, "" + redis.port(), "" + eachWay.toNanos());
        try {
            return new SlowWay(jvm, jvm.process().inputReader().readLine());
        } catch (IOException e) {
            jvm.close();
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return url;
    }

    @Override
    public void close() {
        jvm.close();
    }

    public static void main(String[] args) throws IOException {
        try (Proxy proxy = Proxy.before(Integer.parseInt(args[0]))) {
            proxy.delay(Duration.ofNanos(Long.parseLong(args[1])));
            System.out.println(proxy.url());
            // Until whoever wants it is gone.
            System.in.read();
        }
    }
}
