package dev.lockstitch.benchmarks;

/**
 * What one JVM did in one round.
 *
 * @param inTime calls that were over before the time was
 * @param calls all calls
 * @param failed calls whose body did not run
 * @param nanos how long the round was
 * @param overlaps entries into a critical section that was not empty
 * @param heap bytes of heap in use after the round more than before it; only told of fresh keys
 * @param waits how long each call waited for its body to begin
 */
record Tally(long inTime, long calls, long failed, long nanos, long overlaps, long heap, Waits waits) {

    Tally leaving(long newHeap) {
        return new Tally(inTime, calls, failed, nanos, overlaps, newHeap, waits);
    }

    /** As one line, for another JVM. */
    String toLine() {
        return inTime + " " + calls + " " + failed + " " + nanos + " " + overlaps + " " + heap + " " + waits.toWord();
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
                Waits.ofWord(words[6]));
    }
}
