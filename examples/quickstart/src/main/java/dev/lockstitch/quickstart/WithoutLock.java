package dev.lockstitch.quickstart;

/** Without the lock the shop must oversell: else nothing that follows would prove anything. */
final class WithoutLock implements Step {

    @Override
    public String title() {
        return "1 no lock";
    }

    @Override
    public Verdict run(Stage stage) throws Exception {
        stage.console()
                .say(
                        "%d tickets, %d servers, no lock on the method",
                        stage.scale().tickets(), Servers.COUNT);
        return judge(Sellout.run(stage, "sell-unlocked", "no-lock"));
    }

    static Verdict judge(Sellout sellout) {
        return Verdict.of(
                sellout.oversoldBy() > 0 && sellout.failed() == 0,
                "%,d tickets sold of %,d: oversold by %,d, %,d calls failed",
                sellout.sold(),
                sellout.offered(),
                sellout.oversoldBy(),
                sellout.failed());
    }
}
