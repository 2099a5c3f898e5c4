package dev.lockstitch.quickstart;

import dev.lockstitch.quickstart.TicketStoreServer.Ticket;
import dev.lockstitch.quickstart.shop.Sale;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Redis comes back while the shop sells: the lock guards again, soon and on all servers. */
final class WithRedisAgain implements Step {

    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration LOOK = Duration.ofMillis(50);

    /**
     * What came of the return.
     *
     * @param back when Redis was back
     * @param calls all calls, those before it included
     * @param tickets all tickets that were sold
     */
    record Return(long back, List<Call> calls, List<Ticket> tickets) {

        /** When the last call had ended that went unguarded, and on each server one that did not. */
        long resumed() {
            long resumed = back;
            for (Call call : calls) {
                if (call.sale() == Sale.UNGUARDED && call.endedAfter(resumed)) {
                    resumed = call.endedNanos();
                }
            }
            return Math.max(resumed, lastServersFirstGuarded());
        }

        private long lastServersFirstGuarded() {
            return calls.stream()
                    .filter(this::guardedAgain)
                    .collect(Collectors.toMap(Call::server, call -> call.endedNanos() - back, Math::min))
                    .values()
                    .stream()
                    .mapToLong(after -> back + after)
                    .max()
                    .orElse(back);
        }

        Set<Integer> serversGuarding() {
            return calls.stream().filter(this::guardedAgain).map(Call::server).collect(Collectors.toSet());
        }

        private boolean guardedAgain(Call call) {
            return call.sale() == Sale.GUARDED && call.endedAfter(back);
        }
    }

    @Override
    public String title() {
        return "5 Redis back";
    }

    @Override
    public Verdict run(Stage stage) throws Exception {
        if (stage.redis().cannotStop().isPresent()) {
            return Verdict.skipped(stage.redis().cannotStop().get());
        }
        stage.console().say("Sales go on without Redis; then Redis is started again");
        stage.store().offer("return", WithoutRedis.PLENTY);
        try (var ticker = stage.console().every(() -> WithoutRedis.progress(stage))) {
            stage.servers().order("sell return " + WithoutRedis.CUSTOMERS);
            Step.let(stage.scale().calm());
            stage.console().say("Starting Redis");
            stage.redis().start();
            long back = System.nanoTime();
            awaitGuard(stage, back);
            Step.let(stage.scale().calm());
            stage.servers().halt();
            return judge(observe(stage, back));
        }
    }

    private static void awaitGuard(Stage stage, long back) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (guarding(stage, back) < Servers.COUNT && System.nanoTime() - end < 0) {
            Step.let(LOOK);
        }
    }

    private static int guarding(Stage stage, long back) {
        return new Return(back, stage.servers().calls(), List.of())
                .serversGuarding()
                .size();
    }

    private static Return observe(Stage stage, long back) {
        return new Return(back, stage.servers().calls(), stage.store().sold("return"));
    }

    static Verdict judge(Return again) {
        long resumed = again.resumed();
        Duration took = Duration.ofNanos(resumed - again.back());
        long failed = again.calls().stream()
                .filter(call -> call.sale() == Sale.FAILED)
                .count();
        List<Integer> seats = again.tickets().stream()
                .filter(ticket -> ticket.soldNanos() - resumed > 0)
                .map(Ticket::seat)
                .toList();
        long twice = seats.size() - seats.stream().distinct().count();
        int servers = again.serversGuarding().size();
        return Verdict.of(
                servers == Servers.COUNT && took.compareTo(SOON) <= 0 && failed == 0 && twice == 0 && !seats.isEmpty(),
                "guarded again on %d servers after %,d ms; then %,d sold, %,d seats twice, %,d calls failed",
                servers,
                took.toMillis(),
                seats.size(),
                twice,
                failed);
    }
}
