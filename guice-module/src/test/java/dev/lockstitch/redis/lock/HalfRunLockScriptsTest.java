package dev.lockstitch.redis.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstitch.redis.KeyNames;
import dev.lockstitch.redis.Script;
import dev.lockstitch.redis.testing.HalfRuns;
import dev.lockstitch.redis.testing.Immortals;
import dev.lockstitch.redis.testing.RedisProcess;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scripts of locks that are cut short at each command, in each situation of a lock. */
final class HalfRunLockScriptsTest {

    private static final String LEASE = "30000";
    private static final String SPARE = "64";

    /** A fencing token that no clock gives. */
    private static final String MUCH_LATER = "9000000000000000";

    private static final String A = "a1-1";
    private static final String B = "b2-1";
    private static final String NEXT = "a1-2";
    private static final Script<Long> ACQUIRE = script("acquire.lua");
    private static final Script<Long> RELEASE = script("release.lua");
    private static final Script<Long> PASS = script("pass.lua");
    private static final Script<Long> GO_ON = script("goon.lua");
    private static final Script<Long> RENEW = script("renew.lua");

    private static HalfRuns runs;
    private static RedisProcess redis;

    private final List<String> keys =
            new KeyNames("lockstitch").of(List.of("lock", "fence", "queue", "nodes", "readers"), "k");

    /** A script, and what comes before it; its first argument is the token of who asks. */
    private record Situation(String name, Script<Long> script, List<String> args, List<Runnable> before) {

        Situation(String name, Script<Long> script, List<String> args, Runnable... before) {
            this(name, script, args, List.of(before));
        }
    }

    private static Script<Long> script(String file) {
        return Script.number(LockScripts.class, "queue.lua", file);
    }

    @BeforeAll
    static void start() {
        runs = new HalfRuns();
        redis = runs.redis();
    }

    @AfterAll
    static void stop() {
        runs.close();
    }

    static List<String> commands() {
        return HalfRuns.commands();
    }

    private List<Situation> situations() {
        List<Situation> all = new ArrayList<>(asking());
        all.addAll(givingBack());
        all.addAll(goingOn());
        return all;
    }

    private List<Situation> asking() {
        return List.of(
                asks("takes a free one", A, "x", "1"),
                asks("reads a free one", A, "s", "1"),
                asks("takes it anew", A, "x", "1", this::heldByA),
                asks("reads beside", B, "s", "1", this::readByA),
                asks("waits behind a holder", B, "x", "1", this::heldByA),
                asks("waits to read", B, "s", "1", this::heldByA),
                asks("waits behind readers", B, "x", "1", this::readByA),
                asks("does not wait", B, "x", "0", this::heldByA),
                asks("its turn", B, "x", "1", this::heldByA, this::bWaits, this::lockIsGone),
                asks("its turn to read", B, "s", "1", this::heldByA, this::bWaitsToRead, this::lockIsGone),
                asks("another's turn", A, "x", "1", this::readByA, this::bWaits, this::lockIsGone));
    }

    private static Situation asks(String name, String token, String mode, String queue, Runnable... before) {
        return new Situation(name, ACQUIRE, List.of(token, mode, LEASE, queue, "0", SPARE), before);
    }

    private List<Situation> givingBack() {
        return List.of(
                givesBack("gives back", A, "0", this::heldByA),
                givesBack("gives back to a waiter", A, "0", this::heldByA, this::bWaits),
                givesBack("gives back to a reader", A, "0", this::heldByA, this::bWaitsToRead),
                givesBack("gives back to a dead node", A, "0", this::heldByA, this::bWaits, this::bsNodeIsSilent),
                givesBack("ends reading", A, "0", this::readByA, this::bWaits),
                givesBack("keeps it", A, "5000", this::heldByA),
                givesBack("keeps out writers", A, "5000", this::readByA),
                givesBack("waits no more", B, "0", this::heldByA, this::bWaits));
    }

    private static Situation givesBack(String name, String token, String keep, Runnable... before) {
        return new Situation(name, RELEASE, List.of(token, keep, MUCH_LATER), before);
    }

    private List<Situation> goingOn() {
        return List.of(
                new Situation("passes it on", PASS, List.of(A, NEXT, LEASE, SPARE), this::heldByA, this::bWaits),
                new Situation("passes it to its own", PASS, List.of(A, NEXT, LEASE, SPARE), this::heldByA),
                new Situation("goes on", GO_ON, List.of(A, LEASE, SPARE), this::heldByA),
                new Situation("renews", RENEW, List.of(A, LEASE, "to"), this::heldByA),
                new Situation("renews reading", RENEW, List.of(A, LEASE, "by"), this::readByA));
    }

    private void heldByA() {
        assertThat(acquire(A, "x", "0")).isPositive();
    }

    private void readByA() {
        assertThat(acquire(A, "s", "0")).isPositive();
    }

    private void bWaits() {
        assertThat(acquire(B, "x", "1")).isNegative();
    }

    private void bWaitsToRead() {
        assertThat(acquire(B, "s", "1")).isNegative();
    }

    private void bsNodeIsSilent() {
        redis.command("HSET", keys.get(3), "b2", "1");
    }

    private void lockIsGone() {
        redis.command("DEL", keys.get(0), keys.get(4));
    }

    private long acquire(String token, String mode, String queue) {
        return runs.run(ACQUIRE, keys, token, mode, LEASE, queue, "0", "0");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void whereverAScriptIsCutShortAllExpiresNobodyLosesTheLockAndNobodyIsBesideAnother(String refused) {
        List<String> cutShort = new ArrayList<>();
        for (Situation each : situations()) {
            redis.command("FLUSHALL");
            each.before().forEach(Runnable::run);
            List<String> before = holders();

            if (runs.without(refused, each.script(), keys, each.args().toArray()) == null) {
                cutShort.add(each.name());
            }

            assertThat(Immortals.of(redis))
                    .as("%s: without expiry", each.name())
                    .isEmpty();
            assertThat(holders()).as(each.name()).containsAll(staying(before, each));
            assertNobodyIsBesideAnother(each);
            allGiveBack();
            assertThat(holders()).as("%s, then given back", each.name()).allMatch(HalfRunLockScriptsTest::isKept);
            assertThat(redis.keys("*:queue:*")).as(each.name()).isEmpty();
            assertThat(redis.keys("*:nodes:*")).as(each.name()).isEmpty();
        }
        assertThat(cutShort)
                .as("situations in which a script needs %s", refused)
                .isNotEmpty();
    }

    /** Whose lock is no business of that script. */
    private static List<String> staying(List<String> before, Situation each) {
        boolean leaves = each.script().equals(RELEASE) || each.script().equals(PASS);
        return before.stream()
                .filter(token -> !leaves || !token.equals(each.args().get(0)))
                .toList();
    }

    private void assertNobodyIsBesideAnother(Situation each) {
        if (redis.command("GET", keys.get(0)) != null) {
            assertThat(holders()).as(each.name()).hasSize(1);
        }
    }

    /** As is tried again and again for those of whom Redis may have heard. */
    private void allGiveBack() {
        for (String token : List.of(A, B, NEXT)) {
            runs.run(RELEASE, keys, token, "0", "0");
        }
    }

    /** For nobody, until its least time is over. */
    private static boolean isKept(String holder) {
        return holder.startsWith("0-");
    }

    /** The exclusive holder and the readers. */
    private List<String> holders() {
        List<String> all = new ArrayList<>();
        Object holder = redis.command("GET", keys.get(0));
        if (holder != null) {
            all.add((String) holder);
        }
        if (redis.command("ZRANGE", keys.get(4), "0", "-1") instanceof List<?> readers) {
            readers.forEach(reader -> all.add((String) reader));
        }
        return all;
    }
}
