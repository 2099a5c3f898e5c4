package dev.lockstitch.redis.limit;

import dev.lockstitch.redis.Answer;
import dev.lockstitch.redis.Failure;
import dev.lockstitch.redis.Redis;
import dev.lockstitch.redis.Script;
import dev.lockstitch.redis.testing.RedisProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisException;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

/** The least that runs a script on a real Redis; can put a clock of its own in place of Redis's. */
final class ScriptRunner implements Redis, AutoCloseable {

    private final RedissonClient client;
    private volatile @Nullable Long now;

    ScriptRunner(RedisProcess redis) {
        Config config = new Config();
        config.useSingleServer().setAddress(redis.url());
        client = Redisson.create(config);
    }

    /** From now on it is that many microseconds since 1970; null: whatever Redis says. */
    void setNow(@Nullable Long micros) {
        now = micros;
    }

    /** The value of each key, or null. */
    List<@Nullable String> values(List<String> keys) {
        List<@Nullable String> values = new ArrayList<>();
        var found = client.getBuckets(StringCodec.INSTANCE).<String>get(keys.toArray(String[]::new));
        keys.forEach(key -> values.add(found.get(key)));
        return values;
    }

    @Override
    public <T> Answer<T> ask(Script<T> script, List<String> keys, Object... args) {
        try {
            Object reply = client.getScript(StringCodec.INSTANCE)
                    .eval(
                            RScript.Mode.READ_WRITE,
                            script.body(),
                            script.reply() == Long.class ? RScript.ReturnType.LONG : RScript.ReturnType.STRING,
                            List.copyOf(keys),
                            withClock(args));
            return new Answer.Reply<>(script.reply().cast(reply));
        } catch (RedisException e) {
            Failure failure = new Failure(Failure.Kind.MISCONFIGURED, String.valueOf(e.getMessage()), "");
            return new Answer.None<>(failure, false);
        }
    }

    @Override
    public <T> Answer<T> askUninterruptibly(Script<T> script, List<String> keys, Object... args) {
        return ask(script, keys, args);
    }

    @Override
    public <T> CompletableFuture<Answer<T>> send(Script<T> script, List<String> keys, Object... args) {
        return CompletableFuture.completedFuture(ask(script, keys, args));
    }

    @Override
    public void close() {
        client.shutdown();
    }

    private Object[] withClock(Object... args) {
        Long micros = now;
        if (micros == null) {
            return args;
        }
        Object[] own = args.clone();
        own[0] = micros;
        return own;
    }
}
