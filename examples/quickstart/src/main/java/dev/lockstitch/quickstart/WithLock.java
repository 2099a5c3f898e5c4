package dev.lockstitch.quickstart;

/** With the lock on the method each seat is sold once. */
final class WithLock implements Step {

    @Override
    public String title() {
        return "2 @DistributedLock";
    }

    @Override
    public Verdict run(Stage stage) throws Exception {
        stage.console()
                .say(
                        "%d tickets, %d servers, @DistributedLock(key = \"event:{event}\")",
                        stage.scale().tickets(), Servers.COUNT);
        return judge(Sellout.run(stage, "sell", "with-lock"));
    }

    static Verdict judge(Sellout sellout) {
        boolean good = sellout.sold() == sellout.offered()
                && sellout.seats() == sellout.offered()
                && sellout.unguarded() == 0
                && sellout.failed() == 0;
        return Verdict.of(
                good,
                "%,d tickets sold of %,d, %,d seats sold twice, %,d calls unguarded, %,d failed",
                sellout.sold(),
                sellout.offered(),
                sellout.seatsSoldTwice(),
                sellout.unguarded(),
                sellout.failed());
    }
}
