package dev.lockstitch.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstitch.quickstart.TicketStoreServer.Ticket;
import dev.lockstitch.quickstart.Verdict.Outcome;
import dev.lockstitch.quickstart.WithLimit.Hammering;
import dev.lockstitch.quickstart.WithRedisAgain.Return;
import dev.lockstitch.quickstart.WithoutRedis.Outage;
import dev.lockstitch.quickstart.shop.Sale;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each verdict fails when what it stands for did not happen. */
class VerdictTest {

    private static final List<String> WARNINGS = List.of("server 1: …", "server 2: …", "server 3: …");

    @Test
    void withoutALockOnlyOversellingIsGood() {
        assertThat(WithoutLock.judge(new Sellout(200, 700, 200, 700, 0)).outcome())
                .isEqualTo(Outcome.GOOD);
        assertFailed(WithoutLock.judge(new Sellout(200, 200, 200, 200, 0)));
        assertFailed(WithoutLock.judge(new Sellout(200, 700, 200, 700, 1)));
    }

    @Test
    void withTheLockOnlyAnExactSelloutIsGood() {
        assertThat(WithLock.judge(new Sellout(200, 200, 200, 0, 0)).outcome()).isEqualTo(Outcome.GOOD);
        assertFailed(WithLock.judge(new Sellout(200, 201, 200, 0, 0)));
        assertFailed(WithLock.judge(new Sellout(200, 199, 199, 0, 0)));
        assertFailed(WithLock.judge(new Sellout(200, 200, 199, 0, 0)));
        assertFailed(WithLock.judge(new Sellout(200, 200, 200, 1, 0)));
        assertFailed(WithLock.judge(new Sellout(200, 200, 200, 0, 1)));
    }

    @Test
    void theLimitMustBindAndMustNotStarve() {
        assertThat(hammered(1020, 5_000).outcome()).isEqualTo(Outcome.GOOD);
        assertThat(hammered(918, 5_000).outcome()).isEqualTo(Outcome.GOOD);
        assertFailed(hammered(1021, 5_000));
        assertFailed(hammered(917, 5_000));
        assertFailed(hammered(1020, 0));
    }

    @Test
    void theOutageMustBeGoneThroughOnAllServersWithoutHarm() {
        List<Call> unguarded = calls(Sale.UNGUARDED, 250, 1, 2, 3);

        assertThat(WithoutRedis.judge(new Outage(0, unguarded, WARNINGS)).outcome())
                .isEqualTo(Outcome.GOOD);
        assertFailed(WithoutRedis.judge(new Outage(1, unguarded, WARNINGS)));
        assertFailed(WithoutRedis.judge(new Outage(0, calls(Sale.UNGUARDED, 250, 1, 2), WARNINGS)));
        assertFailed(WithoutRedis.judge(new Outage(0, unguarded, WARNINGS.subList(0, 2))));
        assertFailed(WithoutRedis.judge(new Outage(0, and(unguarded, call(1, Sale.FAILED, 5, 1)), WARNINGS)));
        assertFailed(WithoutRedis.judge(new Outage(0, calls(Sale.UNGUARDED, 3_001, 1, 2, 3), WARNINGS)));
        assertFailed(WithoutRedis.judge(new Outage(0, List.of(), WARNINGS)));
    }

    @Test
    void theReturnMustBeSoonAndOnAllServers() {
        List<Call> guarded = and(calls(Sale.GUARDED, 5, 1, 2, 3), call(1, Sale.UNGUARDED, 90, 3));
        List<Ticket> tickets = List.of(ticket(8, 50), ticket(8, 60), ticket(8, 200), ticket(7, 210), ticket(6, 3_000));

        assertThat(WithRedisAgain.judge(new Return(0, guarded, tickets)).outcome())
                .isEqualTo(Outcome.GOOD);
        assertFailed(WithRedisAgain.judge(new Return(0, guarded.subList(1, 4), tickets)));
        assertFailed(WithRedisAgain.judge(new Return(0, and(guarded, call(2, Sale.FAILED, 5, 1)), tickets)));
        assertFailed(WithRedisAgain.judge(new Return(0, and(guarded, call(2, Sale.UNGUARDED, 2_001, 1)), tickets)));
        assertFailed(WithRedisAgain.judge(new Return(0, and(guarded, call(2, Sale.GUARDED, 220, 1)), List.of())));
        assertFailed(WithRedisAgain.judge(new Return(0, guarded, List.of(ticket(8, 200), ticket(8, 210)))));
    }

    @Test
    void theReturnCountsFromTheLastUnguardedCallOrTheLastServersFirstGuardedOne() {
        List<Call> calls = List.of(
                call(1, Sale.UNGUARDED, 40, 1),
                call(1, Sale.GUARDED, 50, 1),
                call(2, Sale.GUARDED, 60, 1),
                call(3, Sale.GUARDED, 120, 1),
                call(3, Sale.GUARDED, 300, 1));

        assertThat(new Return(0, calls, List.of()).resumed()).isEqualTo(millis(120));
        assertThat(new Return(0, and(calls, call(2, Sale.UNGUARDED, 150, 1)), List.of()).resumed())
                .isEqualTo(millis(150));
    }

    @Test
    void oneFailedVerdictIsTheExitCode() {
        Report report = new Report();
        assertThat(report.exitCode()).isOne();

        report.add("a", Verdict.of(true, "well"));
        report.add("b", Verdict.skipped("not ours"));
        assertThat(report.exitCode()).isZero();

        report.add("c", Verdict.failed("badly"));
        assertThat(report.exitCode()).isOne();
        assertThat(report.table()).contains("1 good, 1 failed, 1 skipped.");
    }

    private static Verdict hammered(long admitted, long rejected) {
        return WithLimit.judge(new Hammering(admitted, rejected, Duration.ofSeconds(5), Duration.ofSeconds(5)));
    }

    private static void assertFailed(Verdict verdict) {
        assertThat(verdict.outcome()).as(verdict.happened()).isEqualTo(Outcome.FAILED);
    }

    private static List<Call> calls(Sale sale, int tookMillis, Integer... servers) {
        return Stream.of(servers)
                .map(server -> call(server, sale, tookMillis + 10, tookMillis))
                .toList();
    }

    private static Call call(int server, Sale sale, int endedMillis, int tookMillis) {
        return new Call(server, sale, millis(endedMillis), Duration.ofMillis(tookMillis));
    }

    private static Ticket ticket(int seat, int soldMillis) {
        return new Ticket(seat, true, millis(soldMillis));
    }

    private static long millis(long count) {
        return Duration.ofMillis(count).toNanos();
    }

    private static List<Call> and(List<Call> calls, Call more) {
        return Stream.concat(calls.stream(), Stream.of(more)).toList();
    }
}
