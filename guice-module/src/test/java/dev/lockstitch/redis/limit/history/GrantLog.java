package dev.lockstitch.redis.limit.history;

import dev.lockstitch.Limit;
import dev.lockstitch.RateLimitDecision;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** What was granted and given back, as lines of text. To write is for one thread. */
final class GrantLog {

    static final String WORD = "limit ";

    /** Within that time what a call took that was withdrawn is back at Redis, on a busy machine, too. */
    private static final long GIVEN_BACK_MICROS = 2_000_000;

    private final StringBuilder lines = new StringBuilder();

    static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    void granted(RateLimitDecision decision, long permits) {
        long start = micros(decision.decidedAt().plus(decision.waited()));
        line("grant", start, start, permits, limit(decision));
    }

    void givenBack(RateLimitDecision decision, long permits, long earliest, long latest) {
        line("refund", earliest, latest, permits, limit(decision));
    }

    /** Something that must not be. */
    void wrong(String what) {
        lines.append(WORD).append("wrong ").append(what).append('\n');
    }

    /** Something that is to happen at least once. */
    void came(String what) {
        lines.append(WORD).append("came ").append(what).append('\n');
    }

    /** A call that may have taken permits all the same, and given them back. */
    void withdrawn(String how, Demand demand, long permits, long began) {
        Limit other = demand.other();
        Limit smaller = other != null && other.burst() < demand.limit().burst() ? other : demand.limit();
        line("withdrawal", began, LimitHistoryWorker.micros() + GIVEN_BACK_MICROS, permits, smaller);
        came(how);
    }

    private static Limit limit(RateLimitDecision decision) {
        return decision.limits().get(0).limit();
    }

    private void line(String what, long from, long to, long permits, Limit limit) {
        lines.append(WORD).append(what).append(' ').append(from).append(' ').append(to);
        lines.append(' ')
                .append(permits)
                .append(' ')
                .append(Demand.written(limit))
                .append('\n');
    }

    void print() {
        synchronized (System.out) {
            System.out.print(lines);
            System.out.flush();
        }
    }

    /** What all of them wrote. */
    record Read(
            List<Grant> grants,
            List<Refund> refunds,
            List<Withdrawal> withdrawals,
            List<String> wrong,
            List<String> came) {

        static Read of(List<String> lines) {
            Read read = new Read(
                    new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            lines.forEach(read::add);
            return read;
        }

        private void add(String line) {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "grant" ->
                    grants.add(new Grant(Long.parseLong(words[1]), Long.parseLong(words[3]), Demand.limit(words[4])));
                case "refund" ->
                    refunds.add(new Refund(
                            Long.parseLong(words[1]),
                            Long.parseLong(words[2]),
                            Long.parseLong(words[3]),
                            Demand.limit(words[4])));
                case "withdrawal" ->
                    withdrawals.add(new Withdrawal(
                            Long.parseLong(words[1]),
                            Long.parseLong(words[2]),
                            Long.parseLong(words[3]),
                            Demand.limit(words[4])));
                case "came" -> came.add(words[1]);
                default -> wrong.add(line);
            }
        }
    }
}
