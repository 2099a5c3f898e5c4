package dev.lockstitch.redis.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.Guice;
import com.google.inject.Injector;
import dev.lockstitch.HeldLock;
import dev.lockstitch.Limit;
import dev.lockstitch.LockOverrides;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.RateLimitOverrides;
import dev.lockstitch.guice.LockstitchModule;
import dev.lockstitch.redis.testing.Node;
import dev.lockstitch.redis.testing.RedisProcess;
import dev.lockstitch.redis.testing.Settings;
import dev.lockstitch.spi.Coordinator;
import dev.lockstitch.spi.LimitRequest;
import dev.lockstitch.spi.LockRequest;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Numbers and durations given in code that cannot be meant: refused where they are said, and told what to do. */
class OutOfBoundsTest {

    private static final Duration EVER = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
    private static final Duration NEVER = Duration.ofSeconds(Long.MIN_VALUE);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Limit FINE = Limit.of(1, SECOND);

    private static final String WAIT = "say how long to wait, or zero to try once";
    private static final String PERMITS = "say how long to wait for the permits, or zero to be rejected at once";
    private static final String LEASE = "give it longer than the work may take, or no lease";
    private static final String DEFAULT = "leave the setting out to have its default";
    private static final String SHARE =
            "; calls that lack it must not share one: name what they share, such as order:42";

    private record Row(ThrowingCallable said, String message) {}

    @TestFactory
    Stream<DynamicTest> aLockRequestNamesWhatIsOutOfBounds() {
        LockRequest lock = LockRequest.of("k");
        return each(
                row(() -> lock.waitTime(NEVER), "waitTime = " + NEVER + " is not within 0 ms to 365 days; " + WAIT),
                row(() -> lock.waitTime(EVER), "waitTime = " + EVER + " is not within 0 ms to 365 days; " + WAIT),
                row(
                        () -> lock.waitTime(Duration.ofNanos(-1)),
                        "waitTime = PT-0.000000001S is not within 0 ms to 365 days"),
                row(() -> lock.waitTime(nothing()), "waitTime = null; " + WAIT),
                row(() -> lock.leaseTime(Duration.ZERO), "leaseTime = PT0S is not within 10 ms to 365 days; " + LEASE),
                row(
                        () -> lock.leaseTime(Duration.ofMillis(10).minusNanos(1)),
                        "leaseTime = PT0.009999999S is not within"),
                row(() -> lock.leaseTime(EVER), "leaseTime = " + EVER + " is not within 10 ms to 365 days; " + LEASE),
                row(
                        () -> lock.minHoldTime(EVER),
                        "minHoldTime = " + EVER + " is not within 0 ms to 365 days; say how long"),
                row(() -> lock.minHoldTime(NEVER), "minHoldTime = " + NEVER + " is not within 0 ms to 365 days"),
                row(
                        () -> lock.leaseTime(SECOND).minHoldTime(Duration.ofSeconds(2)),
                        "leaseTime = PT1S is shorter than minHoldTime = PT2S; give a longer lease or a shorter minHoldTime"),
                row(() -> lock.mode(nothing()), "mode is null; say EXCLUSIVE or SHARED"),
                row(() -> lock.onUnavailable(nothing()), "onUnavailable is null; DEFAULT is what the module says"),
                row(() -> lock.name(nothing()), "name is null"));
    }

    @TestFactory
    Stream<DynamicTest> aKeyThatIsNoneIsRefused() {
        LockRequest lock = LockRequest.of("k");
        return each(
                row(() -> LockRequest.of(""), "The key of a lock is empty" + SHARE),
                row(() -> LockRequest.of(nothing()), "The key of a lock is null" + SHARE),
                row(() -> LockRequest.of("a", "b", ""), "The key of a lock is empty" + SHARE),
                row(() -> LockRequest.of("a", nothing(), "c"), "The key of a lock is null" + SHARE),
                row(() -> LockRequest.of(nothing(), "b"), "The key of a lock is null" + SHARE),
                row(() -> lock.key(nothing()), "The key of a lock is null" + SHARE),
                row(() -> lock.keys(List.of()), "A lock needs a key, and the list of keys is empty"),
                row(() -> lock.keys(List.of("a", "")), "The key of a lock is empty" + SHARE),
                row(() -> LimitRequest.of("", FINE), "The key of a limit is empty" + SHARE),
                row(() -> LimitRequest.of(nothing(), FINE), "The key of a limit is null" + SHARE));
    }

    @TestFactory
    Stream<DynamicTest> aLimitNamesWhatIsOutOfBounds() {
        LimitRequest asked = LimitRequest.of("k", FINE);
        String most = " is not within 1 to 1000000000";
        return each(
                row(() -> Limit.of(Long.MAX_VALUE, SECOND), "permits = 9223372036854775807" + most),
                row(() -> Limit.of(Long.MIN_VALUE, SECOND), "permits = -9223372036854775808" + most),
                row(() -> Limit.of(0, SECOND), "permits = 0" + most),
                row(() -> new Limit(1, SECOND, Long.MAX_VALUE), "burst = 9223372036854775807" + most),
                row(() -> Limit.of(1, EVER), "period = " + EVER + " is not within 1ms to 365d"),
                row(() -> Limit.of(1, Duration.ZERO), "period = PT0S is not within 1ms to 365d"),
                row(() -> Limit.of(1, Duration.ofNanos(1_000_001)), "period = PT0.001000001S is not a whole number of"),
                row(() -> Limit.of(1, nothing()), "period is null; say in which time the permits come back"),
                row(
                        () -> new Limit(1, Duration.ofDays(365), 1_000_000_000),
                        "beyond what can be computed exactly; choose"),
                row(() -> asked.cost(-1), "cost = -1 is negative; a call takes 0 permits or more, and"),
                row(() -> asked.cost(Long.MIN_VALUE), "cost = -9223372036854775808 is negative"),
                row(() -> asked.waitTime(EVER), "waitTime = " + EVER + " is not within 0 ms to 365 days; " + PERMITS),
                row(() -> asked.waitTime(NEVER), "waitTime = " + NEVER + " is not within 0 ms to 365 days; " + PERMITS),
                row(() -> asked.waitTime(nothing()), "waitTime = null; " + PERMITS),
                row(
                        () -> LimitRequest.of(),
                        "A decision needs a limit, and the list of limits is empty; give at least one"),
                row(
                        () -> LimitRequest.of(
                                asked.limits().get(0), asked.limits().get(0)),
                        "Two limits of one call have the same name and key: no name and \"k\"; give them different names"),
                row(
                        () -> LimitRequest.of(named("a\nb"), named("a\nb")),
                        "Two limits of one call have the same name and key: \"a\\u000ab\" and \"k\"; give"));
    }

    private static LimitRequest.Part named(String name) {
        return new LimitRequest.Part(name, "k", FINE, 1, Duration.ZERO);
    }

    @TestFactory
    Stream<DynamicTest> anOverrideNamesWhatIsOutOfBounds() {
        String bounds = " ms to 365 days; ";
        return each(
                row(
                        () -> LockOverrides.Change.waitTime(NEVER),
                        "override's waitTime = " + NEVER + " is not within 0" + bounds + "zero tries once"),
                row(
                        () -> LockOverrides.Change.leaseTime(Duration.ofMillis(9)),
                        "override's leaseTime = PT0.009S is not within 10" + bounds
                                + "leave it out to keep the lock's own"),
                row(
                        () -> LockOverrides.Change.of(SECOND, EVER),
                        "override's leaseTime = " + EVER + " is not within 10"),
                row(
                        () -> RateLimitOverrides.Change.to(nothing()),
                        "The limit of a change is null; leave the change out"),
                row(
                        () -> RateLimitOverrides.Change.shadow(nothing()),
                        "The limit of a change is null; leave the change"));
    }

    @TestFactory
    Stream<DynamicTest> aSettingIsNamedWithItsBounds() {
        return each(
                setting(
                        () -> module().decisionBudget(Duration.ZERO).build(),
                        "decisionBudget = PT0S is not within PT0.01S to PT30S"),
                setting(
                        () -> module().decisionBudget(EVER).build(),
                        "decisionBudget = " + EVER + " is not within PT0.01S to PT30S"),
                setting(
                        () -> module().startBudget(NEVER).build(),
                        "startBudget = " + NEVER + " is not within PT0S to PT5M"),
                setting(
                        () -> module().lockLease(Duration.ZERO).build(),
                        "lockLease = PT0S is not within PT0.1S to PT24H"),
                setting(
                        () -> module().lockLease(Duration.ofDays(2)).build(),
                        "lockLease = PT48H is not within PT0.1S to PT24H"),
                setting(() -> module().maxHold(EVER).build(), "maxHold = " + EVER + " is not within PT30S to PT8760H"),
                setting(
                        () -> module().warningInterval(NEVER).build(),
                        "warningInterval = " + NEVER + " is not within PT0.1S to"),
                setting(() -> module().decisionBudget(nothing()).build(), "decisionBudget is null"),
                setting(() -> module().lockLease(nothing()).build(), "lockLease is null"),
                setting(() -> module().keyPrefix(nothing()).build(), "keyPrefix is null"),
                row(
                        () -> module().onUnavailable(nothing()).build(),
                        "onUnavailable is null; use PROCEED, LOCAL, SKIP or FAIL"),
                row(
                        () -> module().keyPrefix("a{b").build(),
                        "keyPrefix = \"a{b\" is not 1 to 64 printable ASCII characters"),
                row(
                        () -> module().localLimitShare(Double.NaN).build(),
                        "localLimitShare = NaN is not above 0 and at most 1"),
                row(
                        () -> module().maxHold(SECOND)
                                .lockLease(Duration.ofSeconds(2))
                                .build(),
                        "maxHold = PT1S is not within PT2S to PT8760H; it must be as long as lockLease at least"));
    }

    /** Whether Redis is there or not: a wrong duration must not wait for the outage to be noticed, or for its end. */
    @Test
    void anExtensionOutOfBoundsIsRefusedByEveryKindOfLock() {
        Duration hour = Duration.ofHours(1);
        try (RedisProcess redis = RedisProcess.start();
                Node node = Calm.node(redis)) {
            try (HeldLock lock = node.coordinator().tryLock("k", SECOND).orElseThrow()) {
                refuses(lock);
                assertThat(lock.extend(hour)).isTrue();
                assertThat(lock.remaining()).isGreaterThan(hour);
            }
            refusesOne(node, LockRequest.of("a", "b"));
            redis.kill();
            try (Node local = Node.on(
                    redis,
                    Settings.but()
                            .lockLease(SECOND)
                            .onUnavailable(OnUnavailable.LOCAL)
                            .build())) {
                refusesOne(local, LockRequest.of("k"));
            }
            try (Node unguarded = Node.on(redis)) {
                refusesOne(unguarded, LockRequest.of("k"));
            }
        }
        Injector off =
                Guice.createInjector(LockstitchModule.builder().enabled(false).build());
        try (Coordinator plain = off.getInstance(Coordinator.class)) {
            refuses(plain.tryLock("k", SECOND).orElseThrow());
        }
    }

    /** The end of the lease is counted in nanoseconds here and in milliseconds there: neither may turn round. */
    @Test
    void aLeaseThatIsExtendedWithoutEndStaysAheadOfNow() {
        try (RedisProcess redis = RedisProcess.start();
                Node node = Calm.node(redis);
                HeldLock lock = node.coordinator().tryLock("k", SECOND).orElseThrow()) {
            for (int year = 1; year <= 300; year++) {
                lock.extend(Duration.ofDays(365));
                assertThat(lock.isHeld()).as("year %s", year).isTrue();
            }
            assertThat(redis.ttlMillis("lockstitch:lock:{k}")).isPositive();
        }
    }

    private static void refusesOne(Node node, LockRequest request) {
        try (HeldLock lock = node.coordinator().tryLock(request).orElseThrow()) {
            refuses(lock);
        }
    }

    private static void refuses(HeldLock lock) {
        for (Duration by : List.of(Duration.ZERO, NEVER, EVER, Duration.ofNanos(999_999))) {
            assertThatThrownBy(() -> lock.extend(by))
                    .as("%s by %s", lock, by)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("extend by = " + by
                            + " is not within 1 ms to 365 days; say how much longer the lock is to last");
        }
    }

    private static dev.lockstitch.guice.LockstitchBuilder module() {
        return LockstitchModule.builder();
    }

    private static Row setting(ThrowingCallable said, String message) {
        return row(
                () -> assertThatThrownBy(said)
                        .hasMessageEndingWith(message.contains("maxHold") ? "lockLease at least" : DEFAULT)
                        .satisfies(e -> {
                            throw e;
                        }),
                message);
    }

    private static Row row(ThrowingCallable said, String message) {
        return new Row(said, message);
    }

    private static Stream<DynamicTest> each(Row... rows) {
        return Stream.of(rows)
                .map(row -> DynamicTest.dynamicTest(
                        row.message,
                        () -> assertThatThrownBy(row.said)
                                .isInstanceOfAny(IllegalArgumentException.class, NullPointerException.class)
                                .hasMessageContaining(row.message)));
    }

    /** What a careless caller gives. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        @Nullable T none = null;
        return none;
    }
}
