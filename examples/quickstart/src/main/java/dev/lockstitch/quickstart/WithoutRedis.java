package dev.lockstitch.quickstart;

import dev.lockstitch.quickstart.shop.Sale;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Redis goes away while the shop sells: the shop goes on, unguarded, and says so. */
final class WithoutRedis implements Step {

    /** What operators look for in the log. */
    private static final String WARNING = "⚠️  Redis unavailable";

    /** Who already waits for a lock when Redis goes is told within that time; who comes later, far sooner. */
    private static final Duration SLOWEST = Duration.ofSeconds(3);

    /** More than can be sold meanwhile. */
    static final int PLENTY = 1_000_000;

    static final int CUSTOMERS = 2;

    /**
     * What came of the outage.
     *
     * @param early calls that went unguarded before it
     * @param during the calls that ended during it
     * @param warnings the first warning of each server
     */
    record Outage(long early, List<Call> during, List<String> warnings) {}

    @Override
    public String title() {
        return "4 Redis stopped";
    }

    @Override
    public Verdict run(Stage stage) throws Exception {
        if (stage.redis().cannotStop().isPresent()) {
            return Verdict.skipped(stage.redis().cannotStop().get());
        }
        stage.console().say("Sales go on under the lock; then Redis is stopped");
        stage.store().offer("outage", PLENTY);
        try (var ticker = stage.console().every(() -> progress(stage))) {
            stage.servers().order("sell outage " + CUSTOMERS);
            Step.let(stage.scale().calm());
            stage.console().say("Stopping Redis");
            long stopped = System.nanoTime();
            stage.redis().stop();
            Step.let(stage.scale().outage());
            stage.servers().halt();
            return judge(observe(stage.servers(), stopped));
        }
    }

    private static Outage observe(Servers servers, long stopped) {
        List<Call> calls = servers.calls();
        return new Outage(
                calls.stream()
                        .filter(call -> call.sale() == Sale.UNGUARDED && !call.endedAfter(stopped))
                        .count(),
                calls.stream().filter(call -> call.endedAfter(stopped)).toList(),
                servers.firstLogged(WARNING));
    }

    static String progress(Stage stage) {
        Servers servers = stage.servers();
        return String.format(
                Locale.ROOT,
                "%,d sold under the lock, %,d unguarded",
                servers.count(Sale.GUARDED),
                servers.count(Sale.UNGUARDED));
    }

    static Verdict judge(Outage outage) {
        List<Call> during = outage.during();
        long failed = during.stream().filter(call -> call.sale() == Sale.FAILED).count();
        long unguarded =
                during.stream().filter(call -> call.sale() == Sale.UNGUARDED).count();
        long servers = during.stream()
                .filter(call -> call.sale() == Sale.UNGUARDED)
                .map(Call::server)
                .distinct()
                .count();
        Duration slowest =
                during.stream().map(Call::took).max(Duration::compareTo).orElse(Duration.ZERO);
        boolean good = servers == Servers.COUNT
                && failed == 0
                && outage.early() == 0
                && slowest.compareTo(SLOWEST) <= 0
                && outage.warnings().size() == Servers.COUNT;
        return Verdict.of(
                        good,
                        "%,d calls went on, %,d of them unguarded, %,d failed; slowest %,d ms%s",
                        during.size(),
                        unguarded,
                        failed,
                        slowest.toMillis(),
                        outage.early() == 0 ? "" : "; " + outage.early() + " went unguarded before")
                .with(outage.warnings().stream().limit(1).toList());
    }
}
