package dev.lockstitch.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** What a run of the benchmarks is about. */
enum Topic {
    LOCKS(
            "Locks",
            "locks",
            Column.RATIO,
            "Overlaps of critical sections counted in all rounds",
            CaseResult::overlaps,
            """
            A wait is the time from the call to the beginning of its body. A body of 100 µs spins on the clock, so it \
            takes a processor from those who wait, as computing would. "Lockstitch" is a woven `@DistributedLock` method \
            with the defaults, but as patient with an overloaded machine as Redisson (3 s to decide); RLock and RFairLock \
            are written by hand on a Redisson client with its defaults (renewed by its watchdog). Commands are counted \
            from the server's `commandstats`: scripts and subscriptions alone, because those statistics also count what \
            scripts call themselves, and only these can have come from a client. Plain commands, such as the DEL that \
            RLock sends after an unlock, are therefore left out."""),
    LIMITS(
            "Rate limits",
            "rate limits",
            Column.RATIO_TO_RRATELIMITER,
            "Permits granted beyond burst + rate × time in all rounds",
            CaseResult::excess,
            """
            A call is granted or rejected; both count, and p50 and p99 are of the time until that is known. "Lockstitch" \
            is a woven `@RateLimited` method with the defaults, but as patient with an overloaded machine as Redisson (3 s \
            to decide); RRateLimiter has its rate set beforehand; Bucket4j's buckets are built once per key and kept. \
            Everything on Redisson, and Lettuce too, is on the defaults of its client. EVALSHA(empty) is the floor: one \
            call of the script `return 1` per call, on Redisson. Commands are counted from the server's `commandstats`: \
            scripts and subscriptions alone, because those statistics also count what scripts call themselves, and only \
            these can have come from a client. Plain commands, such as Bucket4j's GET before each script, \
            are therefore left out.""");

    private final String title;
    private final String what;
    private final Column ratio;
    private final String mustBeZero;

    // A reference to a method without state, as its type cannot say.
    @SuppressWarnings("ImmutableEnumChecker")
    private final ToLongFunction<CaseResult> violations;

    private final String about;

    Topic(
            String title,
            String what,
            Column ratio,
            String mustBeZero,
            ToLongFunction<CaseResult> violations,
            String about) {
        this.title = title;
        this.what = what;
        this.ratio = ratio;
        this.mustBeZero = mustBeZero;
        this.violations = violations;
        this.about = about;
    }

    /** From {@code bench.what}: {@code locks} unless told otherwise, or {@code limits}. */
    static Topic ofSystemProperty() {
        String name = System.getProperty("bench.what", LOCKS.fileName());
        for (Topic topic : values()) {
            if (topic.fileName().equals(name)) {
                return topic;
            }
        }
        throw new IllegalArgumentException("bench.what = " + name + " is neither locks nor limits");
    }

    List<Case> cases() {
        return switch (this) {
            case LOCKS -> new LockCases(Alternatives.all()).all();
            case LIMITS -> new LimitCases(LimitAlternatives.all()).all();
        };
    }

    /** Of the results, without its ending. */
    String fileName() {
        return name().toLowerCase(Locale.ROOT);
    }

    String title() {
        return title;
    }

    /** In the middle of a sentence. */
    String what() {
        return what;
    }

    /** The column that compares with the best known alternative. */
    Column ratio() {
        return ratio;
    }

    String about() {
        return about;
    }

    /** What fails a run, and how often it was seen. */
    String verdict(List<CaseResult> results) {
        return mustBeZero + ": " + results.stream().mapToLong(violations).sum() + ".";
    }
}
