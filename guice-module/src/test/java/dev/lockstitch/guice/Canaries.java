package dev.lockstitch.guice;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.google.inject.Guice;
import dev.lockstitch.HeldLock;
import dev.lockstitch.Limit;
import dev.lockstitch.LockEvent;
import dev.lockstitch.LockListener;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.RateLimitListener;
import dev.lockstitch.redis.testing.Heard;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.spi.Coordinator;
import dev.lockstitch.spi.LimitRequest;
import dev.lockstitch.spi.LimitRequest.Part;
import dev.lockstitch.spi.LockRequest;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.slf4j.LoggerFactory;

/** Passwords, tokens and keys that must not be found in anything that the library says while a test runs. */
abstract class Canaries {

    static final String USER = "canary-user";
    static final String PASSWORD = "canary-password";
    static final String STORE_PASSWORD = "canary-store";
    static final String NASTY = "\r\n2026-01-01 ERROR forged\u001b[31m\u0000\u2028\u202e\t";
    static final String KEY = "order:" + NASTY + "canary-long".repeat(1000);
    static final Pattern UNSEEN = Pattern.compile("[\\p{Cntrl}\u2028\u2029\u202e]");
    static final Limit ONCE = Limit.of(1, Duration.ofHours(1));
    static final Duration SHORT = Duration.ofMillis(20);
    static final List<Logger> OTHERS = Stream.of("org.redisson", "io.netty")
            .map(name -> (Logger) LoggerFactory.getLogger(name))
            .toList();

    static RedisProcess redis;

    final Heard heard = new Heard();
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();

    @BeforeAll
    static void start() {
        OTHERS.forEach(logger -> logger.setLevel(Level.OFF));
        redis = RedisProcess.start("--user", USER, "on", ">" + PASSWORD, "~*", "&*", "+@all");
    }

    @AfterAll
    static void stop() {
        redis.close();
        OTHERS.forEach(logger -> logger.setLevel(null));
    }

    @BeforeEach
    void empty() {
        redis.command("FLUSHALL");
    }

    /** Whatever the test was about. */
    @AfterEach
    void nothingWasGivenAway() {
        heard.close();
        assertThat(heard.texts()).isNotEmpty();
        assertThat(heard.texts().stream().filter(this::givesAway)).isEmpty();
    }

    private boolean givesAway(String text) {
        return Stream.of(USER, PASSWORD, STORE_PASSWORD, "canary-long".repeat(8))
                        .anyMatch(text::contains)
                || tokens.stream().anyMatch(text::contains)
                || UNSEEN.matcher(text).find();
    }

    /** Else no token could have been found, wherever it was told. */
    void tokensAreLookedFor() {
        assertThat(tokens).isNotEmpty();
    }

    /** Those of locks whose token nobody has asked for: with one that is out, much goes another way. */
    void lookForTheTokensInRedis() {
        for (String name : redis.keys("*:lock:*")) {
            if (redis.command("GET", name) instanceof String token) {
                tokens.add(token);
            }
        }
        tokensAreLookedFor();
    }

    static String url(String user, String password) {
        return "redis://" + user + ':' + password + "@127.0.0.1:" + redis.port();
    }

    LockstitchBuilder settings(String url, OnUnavailable policy) {
        LockstitchBuilder builder = LockstitchModule.builder().redis(url).onUnavailable(policy);
        heard.note(builder);
        return builder;
    }

    Coordinator coordinator(LockstitchBuilder builder) {
        LockstitchModule module = builder.build();
        heard.note(module);
        heard.note(builder.settings());
        heard.note(builder.settings().coordinator());
        var injector = Guice.createInjector(module, binder -> {
            LockstitchModule.lockListener(binder).toInstance(new TellingListener());
            LockstitchModule.rateLimitListener(binder).toInstance((RateLimitListener) new TellingLimitListener());
            LockstitchModule.lockOverrides(binder).toInstance(name -> {
                throw new IllegalStateException("no override for " + name + KEY + PASSWORD);
            });
            LockstitchModule.rateLimitOverrides(binder).toInstance((name, key) -> {
                throw new IllegalStateException("no override for " + key, new RuntimeException(PASSWORD + NASTY));
            });
        });
        Coordinator coordinator = injector.getInstance(Coordinator.class);
        heard.note(coordinator);
        return coordinator;
    }

    Coordinator coordinator(OnUnavailable policy) {
        return coordinator(settings(url(USER, PASSWORD), policy));
    }

    private final class TellingListener implements LockListener {
        @Override
        public void onAcquired(LockEvent event, Duration waited) {
            heard.note(event);
            throw new IllegalStateException(event.key() + PASSWORD + NASTY);
        }

        @Override
        public void onLost(LockEvent event) {
            heard.note(event);
            throw new AssertionError(event.key(), new RuntimeException(PASSWORD));
        }
    }

    private final class TellingLimitListener implements RateLimitListener {
        @Override
        public void onDecision(RateLimitDecision decision) {
            heard.note(decision);
            decision.limits().forEach(heard::note);
            throw new IllegalStateException(KEY + PASSWORD);
        }
    }

    interface Call {
        @Nullable
        Object run() throws Throwable;
    }

    /** What it gives, or throws. */
    void note(Call call) {
        try {
            @Nullable Object result = call.run();
            heard.note(result);
        } catch (Throwable thrown) {
            heard.noteThrown(thrown);
        }
    }

    HeldLock noted(HeldLock lock) {
        if (lock.isHeld()) {
            String token = lock.token();
            // Those that name many tokens in one are looked for one by one.
            Stream.of(token.split("[^0-9a-f-]+"))
                    .filter(part -> part.length() > 8)
                    .forEach(tokens::add);
        }
        heard.note(lock);
        return lock;
    }

    void useAll(Coordinator coordinator) {
        LockRequest named = LockRequest.of(KEY).name("n" + NASTY).waitTime(SHORT);
        heard.note(named);
        note(() -> coordinator.lock(LockRequest.of(KEY + 1).waitTime(SHORT)));
        note(() -> coordinator.withLock(named, () -> {
            heard.note(HeldLock.current());
            HeldLock.current().ifPresent(this::noted);
            note(() -> coordinator.tryLock(named));
            note(() -> coordinator.withLock(named.reentrant(false), () -> "twice"));
            return coordinator.withLock(named, () -> noted(HeldLock.current().orElseThrow()));
        }));
        note(() -> {
            try (HeldLock several = noted(coordinator
                    .tryLock(LockRequest.of(KEY + 2, KEY + 3).shared())
                    .orElseThrow())) {
                several.onLost(() -> {
                    throw new IllegalStateException(several.token() + KEY);
                });
                return several.fencingToken();
            }
        });
        note(() -> coordinator.tryLockAsync(named).get().map(this::noted));
        note(() -> coordinator.release(KEY, "no token" + NASTY));
        LimitRequest limits =
                LimitRequest.of(new Part("l" + NASTY, KEY, ONCE, 1, Duration.ZERO), new Part("m", KEY, ONCE, 1, SHORT));
        heard.note(limits);
        Part twice = new Part("l" + NASTY, KEY, ONCE, 1, SHORT);
        note(() -> LimitRequest.of(twice, twice));
        Part inexact = new Part("l" + NASTY, KEY, Limit.of(1009, Duration.ofSeconds(1)), 1, Duration.ofDays(365));
        note(() -> coordinator.tryAcquire(LimitRequest.of(inexact)));
        for (int i = 0; i < 2; i++) {
            note(() -> coordinator.limit(limits));
            note(() -> coordinator.tryAcquire(KEY, ONCE, 1));
            note(() -> coordinator.tryAcquireAsync(limits).get());
            note(() -> new WovenCall(new CanaryApi(), "send").with(KEY));
            note(() -> new WovenCall(new CanaryApi(), "pay").with(KEY, "ten" + NASTY));
        }
        useWovenLocks();
        note(() -> coordinator.refund(coordinator.tryAcquire(KEY + 4, ONCE, 1)));
        Thread.currentThread().interrupt();
        note(() -> coordinator.withLock(KEY, () -> "interrupted"));
        Thread.currentThread().interrupt();
        note(() -> coordinator.tryAcquire(KEY, ONCE, 1));
        var unused = Thread.interrupted();
    }

    /** Held by one caller, so that the others are refused. */
    private void useWovenLocks() {
        CanaryApi api = new CanaryApi();
        Call refused = () -> {
            for (String name : List.of("contended", "instead", "passive", "misdeclared")) {
                note(() -> WovenCall.locked(api, name).with(KEY));
            }
            return HeldLock.current().map(this::noted);
        };
        note(() -> WovenCall.locked(api, "holding").with(KEY, elsewhere(refused)));
    }

    /** On a thread of its own: the holder's would enter again. */
    private static Call elsewhere(Call call) {
        return () -> CompletableFuture.supplyAsync(() -> {
                    try {
                        return call.run();
                    } catch (Throwable e) {
                        throw new CompletionException(e);
                    }
                })
                .get();
    }
}
