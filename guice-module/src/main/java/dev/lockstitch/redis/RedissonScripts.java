package dev.lockstitch.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.redisson.api.RFuture;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.OptionalOptions;
import org.redisson.client.RedisNoScriptException;
import org.redisson.client.WriteRedisConnectionException;
import org.redisson.client.codec.StringCodec;

/**
 * Sends scripts through Redisson by their hash, and in full where the server has not seen them. Redisson's own script
 * cache is not used: it loops without end where EVALSHA is refused.
 */
final class RedissonScripts implements ScriptSender {

    /** Each broken connection is met once at most; a Redis that is gone is found out when the next one is made. */
    private static final int MOST_BROKEN = 8;

    private final RScript script;

    /**
     * The time-out is Redisson's alone and long: the budget is kept by us, so that a pause of this JVM, after which
     * Redisson's timers fire before it has read what came, is not taken for an outage.
     */
    RedissonScripts(RedissonClient client, Duration timeout) {
        script = client.getScript(OptionalOptions.defaults()
                .codec(StringCodec.INSTANCE)
                .retryAttempts(0)
                .timeout(timeout));
    }

    @Override
    public <T> CompletableFuture<T> send(Script<T> lua, List<String> keys, Object... args) {
        Sending<T> sending = new Sending<>(lua, List.copyOf(keys), args);
        sending.byHash();
        return sending.result;
    }

    /** One script on its way, at most once: it goes again only when the server cannot have run it. */
    private final class Sending<T> {
        private final Script<T> lua;
        private final List<Object> keys;
        private final Object[] args;
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private int broken;

        Sending(Script<T> lua, List<Object> keys, Object[] args) {
            this.lua = lua;
            this.keys = keys;
            this.args = args;
        }

        void byHash() {
            follow(script.evalShaAsync(RScript.Mode.READ_WRITE, lua.sha1(), type(), keys, args), true);
        }

        private void inFull() {
            follow(script.evalAsync(RScript.Mode.READ_WRITE, lua.body(), type(), keys, args), false);
        }

        private void follow(RFuture<T> sent, boolean byHash) {
            var unused = sent.whenComplete((reply, error) -> {
                if (error == null) {
                    result.complete(reply);
                } else if (result.isDone()) {
                    return;
                } else if (byHash && Causes.has(error, RedisNoScriptException.class)) {
                    inFull();
                } else if (wasNotSent(error) && ++broken <= MOST_BROKEN) {
                    again(byHash);
                } else {
                    result.completeExceptionally(error);
                }
            });
            var unusedToo = result.whenComplete((reply, error) -> {
                if (result.isCancelled()) {
                    sent.cancel(false);
                }
            });
        }

        private void again(boolean byHash) {
            if (byHash) {
                byHash();
            } else {
                inFull();
            }
        }

        private boolean wasNotSent(Throwable error) {
            return Causes.has(error, WriteRedisConnectionException.class);
        }

        private RScript.ReturnType type() {
            return lua.reply() == Long.class ? RScript.ReturnType.LONG : RScript.ReturnType.STRING;
        }
    }
}
