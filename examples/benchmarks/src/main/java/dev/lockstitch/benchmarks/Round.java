package dev.lockstitch.benchmarks;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What an alternative did in one round, all its JVMs together. Times are in nanoseconds.
 *
 * @param throughput calls a second
 * @param lesserShare what the JVM with the fewest calls had of all calls
 * @param median the wait that half of the calls did not exceed
 * @param p99 the wait that 99 of 100 calls did not exceed
 * @param longest the longest wait
 * @param commands what the server was asked per call
 * @param bytes heap left behind per call, or allocated by it, as the case says
 * @param overlaps entries into a critical section that was not empty
 * @param failed calls that were neither granted nor rejected
 * @param granted calls whose body ran
 * @param allowed how many were to run their body at most; infinite where there is no limit
 */
record Round(
        double throughput,
        double lesserShare,
        double median,
        double p99,
        double longest,
        double commands,
        double bytes,
        long overlaps,
        long failed,
        long granted,
        double allowed) {

    static Round of(List<Tally> tallies, long commands, Load load) {
        Waits waits = new Waits();
        tallies.forEach(tally -> waits.add(tally.waits()));
        double inTime = sum(tallies, Tally::inTime);
        double calls = sum(tallies, Tally::calls);
        double seconds = tallies.stream().mapToLong(Tally::nanos).max().orElseThrow() / 1e9;
        double least = tallies.stream().mapToLong(Tally::inTime).min().orElseThrow();
        return new Round(
                inTime / seconds,
                least / inTime,
                waits.percentile(0.5),
                waits.percentile(0.99),
                waits.longest(),
                commands / calls,
                sum(tallies, Tally::heap) / calls,
                sum(tallies, Tally::overlaps),
                sum(tallies, Tally::failed),
                sum(tallies, Tally::granted),
                load.allowed(tallies.stream().mapToLong(Tally::span).max().orElseThrow()));
    }

    /** Of one thread that nobody disturbs. */
    static Round alone(double nanosPerCall, double bytesPerCall) {
        return new Round(
                1e9 / nanosPerCall,
                1,
                nanosPerCall,
                nanosPerCall,
                nanosPerCall,
                0,
                bytesPerCall,
                0,
                0,
                0,
                Double.POSITIVE_INFINITY);
    }

    Round leaving(double newBytes) {
        return new Round(
                throughput, lesserShare, median, p99, longest, commands, newBytes, overlaps, failed, granted, allowed);
    }

    /** Bodies that ran although the limit did not allow it. */
    long excess() {
        return granted <= allowed ? 0 : (long) Math.ceil(granted - allowed);
    }

    private static long sum(List<Tally> tallies, ToLongFunction<Tally> part) {
        return tallies.stream().mapToLong(part).sum();
    }
}
