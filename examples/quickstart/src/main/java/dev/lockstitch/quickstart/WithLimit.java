package dev.lockstitch.quickstart;

import java.time.Duration;
import java.util.List;

/** However fast the servers call, no more get through than the limit of all servers together allows. */
final class WithLimit implements Step {

    /** As in the annotation of {@code TicketShop.confirm}. */
    private static final int PER_SECOND = 200;

    private static final int BURST = 20;

    /** Calls on a busy machine may be late for a permit; so many of them must be used for all that. */
    private static final double LEAST_SHARE = 0.9;

    private static final int CALLERS = 2;

    /**
     * What came of hammering the limit.
     *
     * @param admitted how many calls got through
     * @param rejected how many did not
     * @param asked how long the servers called at least
     * @param elapsed how long they called at most: from before the order until after the last reply
     */
    record Hammering(long admitted, long rejected, Duration asked, Duration elapsed) {}

    @Override
    public String title() {
        return "3 @RateLimited";
    }

    @Override
    public Verdict run(Stage stage) throws Exception {
        Duration asked = stage.scale().limited();
        stage.console()
                .say(
                        "@RateLimited(permits = %d, period = \"1s\", burst = %d), called as fast as possible for %d s",
                        PER_SECOND, BURST, asked.toSeconds());
        long start = System.nanoTime();
        try (var ticker = stage.console().every(() -> "calling")) {
            stage.servers().order("confirm with-limit " + CALLERS);
            Step.let(asked);
        }
        List<String> replies = stage.servers().halt();
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        return judge(new Hammering(sum(replies, 1), sum(replies, 2), asked, elapsed));
    }

    private static long sum(List<String> replies, int word) {
        return replies.stream()
                .mapToLong(reply -> Long.parseLong(reply.split(" ", -1)[word]))
                .sum();
    }

    static Verdict judge(Hammering hammering) {
        long most = BURST + permitsIn(hammering.elapsed());
        long least = (long) (LEAST_SHARE * (BURST + permitsIn(hammering.asked())));
        long admitted = hammering.admitted();
        return Verdict.of(
                admitted <= most && admitted >= least && hammering.rejected() > 0,
                "%,d calls admitted of %,d; allowed in %.2f s: at most %,d (at least %,d expected)",
                admitted,
                admitted + hammering.rejected(),
                hammering.elapsed().toNanos() / 1e9,
                most,
                least);
    }

    private static long permitsIn(Duration time) {
        return time.toNanos() * PER_SECOND / 1_000_000_000;
    }
}
