package dev.lockstitch.redis.limit.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstitch.Limit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The checker against definitions that are too slow for anything but small histories. */
final class GrantCheckerPropertyTest {

    private static final int SPAN = 3000;

    @Property(tries = 2000)
    void withoutRefundsItFindsTheWorstOfAllWindows(@ForAll("histories") List<Grant> grants) {
        assertThat(GrantChecker.check(grants, List.of()).level()).isEqualTo(worstOfAllWindows(grants));
    }

    @Property(tries = 1000)
    void withRefundsItIsABucketThatIsFilledEachMicrosecond(
            @ForAll("histories") List<Grant> grants, @ForAll Random random) {
        List<Refund> refunds = refunds(grants, random, 0);
        assertThat(GrantChecker.check(grants, refunds).level()).isEqualTo(worstOfBucket(grants, refunds));
    }

    /** It never says that there was too much when there is a moment for each refund at which it is not. */
    @Property(tries = 1000)
    void aBracketIsAsGoodAsAnyMomentInIt(@ForAll("histories") List<Grant> grants, @ForAll Random random) {
        List<Refund> brackets = refunds(grants, random, 600);
        long level = GrantChecker.check(grants, brackets).level();
        for (int i = 0; i < 5; i++) {
            List<Refund> moments =
                    brackets.stream().map(one -> moment(one, random)).toList();
            assertThat(Math.min(0, level))
                    .isGreaterThanOrEqualTo(
                            Math.min(0, GrantChecker.check(grants, moments).level()));
        }
    }

    @Provide
    Arbitrary<List<Grant>> histories() {
        Arbitrary<Limit> limits = Combinators.combine(
                        Arbitraries.longs().between(1, 12),
                        Arbitraries.integers().between(1000, 1600),
                        Arbitraries.longs().between(1, 6))
                .as((permits, micros, burst) -> new Limit(permits, Duration.ofNanos(1000L * micros), burst));
        return limits.flatMap(limit -> Combinators.combine(
                        Arbitraries.longs().between(0, SPAN),
                        Arbitraries.longs().between(1, 4))
                .as((micros, permits) -> new Grant(micros, permits, limit))
                .list()
                .ofMinSize(1)
                .ofMaxSize(25));
    }

    private static List<Refund> refunds(List<Grant> grants, Random random, int bracket) {
        List<Refund> refunds = new ArrayList<>();
        for (Grant grant : grants) {
            if (random.nextInt(3) == 0) {
                long earliest = grant.startMicros() + random.nextInt(500);
                long latest = earliest + (bracket == 0 ? 0 : random.nextInt(bracket));
                refunds.add(new Refund(earliest, latest, grant.permits(), grant.limit()));
            }
        }
        return refunds;
    }

    private static Refund moment(Refund bracket, Random random) {
        int length = (int) (bracket.latestMicros() - bracket.earliestMicros());
        return Refund.at(bracket.earliestMicros() + random.nextInt(length + 1), bracket.permits(), bracket.limit());
    }

    /** By its definition: the least of burst + rate × time − granted, over windows from one grant to another. */
    private static long worstOfAllWindows(List<Grant> grants) {
        List<Grant> sorted = new ArrayList<>(grants);
        sorted.sort(Comparator.comparingLong(Grant::startMicros));
        Limit limit = sorted.get(0).limit();
        long period = limit.period().toNanos() / 1000;
        long worst = Long.MAX_VALUE;
        for (int from = 0; from < sorted.size(); from++) {
            long granted = 0;
            for (int to = from; to < sorted.size(); to++) {
                granted += sorted.get(to).permits();
                long micros = sorted.get(to).startMicros() - sorted.get(from).startMicros();
                worst = Math.min(worst, (limit.burst() - granted) * period + limit.permits() * micros);
            }
        }
        return worst;
    }

    private static long worstOfBucket(List<Grant> grants, List<Refund> refunds) {
        Limit limit = grants.get(0).limit();
        long period = limit.period().toNanos() / 1000;
        long full = limit.burst() * period;
        long level = full;
        long worst = Long.MAX_VALUE;
        for (long micros = 0; micros <= SPAN; micros++) {
            level = Math.min(full, level + (micros == 0 ? 0 : limit.permits()));
            long now = micros;
            long back = refunds.stream()
                    .filter(refund -> refund.earliestMicros() == now)
                    .mapToLong(refund -> refund.permits() * period)
                    .sum();
            long taken = grants.stream()
                    .filter(grant -> grant.startMicros() == now)
                    .mapToLong(grant -> grant.permits() * period)
                    .sum();
            if (taken > 0) {
                // Of one instant, so much of what is given back counts before the grants as they need.
                long left = level - taken;
                worst = Math.min(worst, left < 0 ? Math.min(0, left + back) : left);
            }
            level = Math.min(full, level - taken + back);
        }
        return worst;
    }
}
