package dev.lockstitch.redis;

import io.netty.util.Timeout;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RFuture;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.OptionalOptions;
import org.redisson.client.RedisConnectionException;
import org.redisson.client.RedisException;
import org.redisson.client.RedisNoScriptException;
import org.redisson.client.RedisTryAgainException;
import org.redisson.client.WriteRedisConnectionException;
import org.redisson.connection.ServiceManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends scripts through Redisson by their hash, and in full where the server has not seen them, or takes no hash. Redisson's
 * own script cache is not used: it loops without end where EVALSHA is refused.
 */
final class RedissonScripts implements ScriptSender {

    private static final Logger LOG = LoggerFactory.getLogger(RedissonScripts.class);

    /** Each broken connection is met once at most; a Redis that is gone is found out when the next one is made. */
    private static final int MOST_BROKEN = 8;

    private static final long FIRST_PAUSE_MILLIS = 5;
    private static final long LONGEST_PAUSE_MILLIS = 40;

    /** Of what the server says alone: a key of that text may follow. */
    private static final Pattern NO_HASHES = Pattern.compile(
            "(ERR unknown command|NOPERM [^\n]{0,200}?permissions to run the) ['`\"]?evalsha\\b.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final RScript script;
    private final ServiceManager redisson;
    private final long timeoutNanos;
    private final AtomicBoolean takesNoHashes = new AtomicBoolean();
    private final SendGate gate;

    /**
     * The time-out is Redisson's alone and long: the budget is kept by us, so that a pause of this JVM, after which
     * Redisson's timers fire before it has read what came, is not taken for an outage.
     */
    RedissonScripts(RedissonClient client, int atOnce, Duration timeout) {
        gate = new SendGate(atOnce, System::nanoTime);
        timeoutNanos = timeout.toNanos();
        redisson = ((Redisson) client).getServiceManager();
        script = client.getScript(OptionalOptions.defaults()
                .codec(HeapStringCodec.INSTANCE)
                .retryAttempts(0)
                .timeout(timeout));
    }

    @Override
    public <T> CompletableFuture<T> send(Script<T> lua, List<String> keys, Object... args) {
        Sending<T> sending = new Sending<>(lua, List.copyOf(keys), args);
        sending.start();
        return sending.result;
    }

    /** The command itself is refused, so that nothing of it has run. */
    private static boolean refusesHashes(Throwable error) {
        return Causes.of(error).stream()
                .filter(RedisException.class::isInstance)
                .map(Throwable::getMessage)
                .anyMatch(said -> said != null && NO_HASHES.matcher(said).matches());
    }

    private void sendInFullFromNowOn() {
        if (!takesNoHashes.getAndSet(true)) {
            LOG.warn("Redis refuses EVALSHA: scripts are sent in full with each call, which costs some kilobytes."
                    + " Grant the user that command, or take it out of rename-command, and start again");
        }
    }

    /** One script on its way, at most once: it goes again only when the server cannot have run it. */
    private final class Sending<T> {
        private final Script<T> lua;
        private final List<Object> keys;
        private final Object[] args;
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private final long startNanos = System.nanoTime();
        private int broken;
        private long pauseMillis = FIRST_PAUSE_MILLIS;

        Sending(Script<T> lua, List<Object> keys, Object[] args) {
            this.lua = lua;
            this.keys = keys;
            this.args = args;
        }

        void start() {
            if (takesNoHashes.get()) {
                inFull();
            } else {
                byHash();
            }
        }

        private void byHash() {
            send(() -> script.evalShaAsync(RScript.Mode.READ_WRITE, lua.sha1(), type(), keys, args), true);
        }

        private void inFull() {
            send(() -> script.evalAsync(RScript.Mode.READ_WRITE, lua.body(), type(), keys, args), false);
        }

        /** Whoever wanted it may be gone by the time, and whoever sends it has nothing to do with its failure. */
        private void send(Supplier<RFuture<T>> sending, boolean byHash) {
            gate.send(generation -> {
                RFuture<T> sent = null;
                try {
                    if (!result.isDone()) {
                        sent = sending.get();
                    }
                } catch (RuntimeException | Error e) {
                    result.completeExceptionally(e);
                }
                if (sent == null) {
                    gate.over(generation, false, false);
                } else {
                    follow(sent, byHash, generation);
                }
            });
        }

        private void follow(RFuture<T> sent, boolean byHash, int generation) {
            var unused = sent.whenComplete((reply, error) -> {
                gate.over(generation, isAnswer(error), isBreak(error));
                if (error == null) {
                    result.complete(reply);
                } else if (result.isDone()) {
                    return;
                } else if (byHash && Causes.has(error, RedisNoScriptException.class)) {
                    inFull();
                } else if (byHash && refusesHashes(error)) {
                    sendInFullFromNowOn();
                    inFull();
                } else if (wasNotSent(error) && ++broken <= MOST_BROKEN) {
                    again(byHash);
                } else if (isMoving(error)) {
                    againSoon(byHash);
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

        /**
         * A slot that moves from one server to another refuses several keys at once until all have arrived, mostly for
         * milliseconds. Whoever does not want to wait so long cancels.
         */
        private boolean isMoving(Throwable error) {
            return Causes.has(error, RedisTryAgainException.class) && System.nanoTime() - startNanos < timeoutNanos;
        }

        private void againSoon(boolean byHash) {
            long pause = pauseMillis;
            pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
            Timeout unused = redisson.newTimeout(
                    timeout -> {
                        if (!result.isDone()) {
                            again(byHash);
                        }
                    },
                    pause,
                    TimeUnit.MILLISECONDS);
        }

        private static boolean isAnswer(@Nullable Throwable error) {
            return error == null || Causes.has(error, RedisNoScriptException.class);
        }

        private static boolean isBreak(@Nullable Throwable error) {
            return error != null && Causes.has(error, RedisConnectionException.class);
        }

        private boolean wasNotSent(Throwable error) {
            return Causes.has(error, WriteRedisConnectionException.class);
        }

        private RScript.ReturnType type() {
            return lua.reply() == Long.class ? RScript.ReturnType.LONG : RScript.ReturnType.STRING;
        }
    }
}
