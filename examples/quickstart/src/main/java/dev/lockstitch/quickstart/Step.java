package dev.lockstitch.quickstart;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One thing that is shown: it happens, then it is judged. */
interface Step {

    /** What is shown, in a few words. */
    String title();

    /** Makes it happen and judges what happened. */
    Verdict run(Stage stage) throws Exception;

    /** Lets a phase of load last. */
    static void let(Duration last) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(last.toNanos());
    }
}
