package dev.lockstitch.benchmarks;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What one JVM did in one round.
 *
 * @param inTime calls that were over before the time was
 * @param calls all calls
 * @param failed calls that were neither granted nor rejected
 * @param rejected calls whose body did not run because a limit was reached
 * @param nanos how long the round was
 * @param span nanoseconds from the beginning of the round to the end of the last call
 * @param overlaps entries into a critical section that was not empty
 * @param heap bytes of heap in use after the round more than before it; only told of fresh keys
 * @param waits how long each call waited for its body to begin
 */
record Tally(
        long inTime,
        long calls,
        long failed,
        long rejected,
        long nanos,
        long span,
        long overlaps,
        long heap,
        Waits waits) {

    /** Calls whose body ran. */
    long granted() {
        return calls - failed - rejected;
    }

    Tally leaving(long newHeap) {
        return new Tally(inTime, calls, failed, rejected, nanos, span, overlaps, newHeap, waits);
    }

    /** As one line, for another JVM. */
    String toLine() {
        long[] numbers = {inTime, calls, failed, rejected, nanos, span, overlaps, heap};
        return Arrays.stream(numbers).mapToObj(number -> number + " ").collect(Collectors.joining()) + waits.toWord();
    }

    static Tally ofLine(String line) {
        String[] words = line.split(" ", -1);
        return new Tally(
                Long.parseLong(words[0]),
                Long.parseLong(words[1]),
                Long.parseLong(words[2]),
                Long.parseLong(words[3]),
                Long.parseLong(words[4]),
                Long.parseLong(words[5]),
                Long.parseLong(words[6]),
                Long.parseLong(words[7]),
                Waits.ofWord(words[8]));
    }
}
