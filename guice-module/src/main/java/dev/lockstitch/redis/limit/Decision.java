package dev.lockstitch.redis.limit;

import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.redis.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What was decided about one call. Immutable, but for what it took, which can be given back once. */
final class Decision implements RateLimitDecision {

    private final boolean granted;
    private final boolean enforced;
    private final long decidedAtMicros;
    private final long waitMicros;
    private final List<LimitState> states;
    private final AtomicReference<@Nullable Taken> taken;

    private Decision(
            boolean granted,
            boolean enforced,
            long decidedAtMicros,
            long waitMicros,
            List<LimitState> states,
            @Nullable Taken taken) {
        this.granted = granted;
        this.enforced = enforced;
        this.decidedAtMicros = decidedAtMicros;
        this.waitMicros = waitMicros;
        this.states = states;
        this.taken = new AtomicReference<>(taken);
    }

    static Decision unenforced(Instant now) {
        return new Decision(true, false, micros(now), 0, List.of(), null);
    }

    static Decision granted(long atMicros, long waitMicros, List<LimitState> states, @Nullable Taken taken) {
        return new Decision(true, isEnforced(states), atMicros, waitMicros, states, taken);
    }

    static Decision rejected(long atMicros, List<LimitState> states) {
        return new Decision(false, true, atMicros, 0, states, null);
    }

    /** The same for those who know nothing of what was taken. */
    static Answer<RateLimitDecision> told(Answer<Decision> answer) {
        return answer instanceof Answer.Reply<Decision> reply
                ? new Answer.Reply<>(reply.value())
                : ((Answer.None<Decision>) answer).as();
    }

    static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    private static boolean isEnforced(List<LimitState> states) {
        for (LimitState state : states) {
            if (!state.shadow()) {
                return true;
            }
        }
        return false;
    }

    /** What the call took, the first time; null from then on. */
    @Nullable
    Taken takeBack() {
        return taken.getAndSet(null);
    }

    /** The same with another wait. */
    Decision waiting(long micros, Taken newTaken) {
        boolean stillThere = taken.getAndSet(null) != null;
        return new Decision(granted, enforced, decidedAtMicros, micros, states, stillThere ? newTaken : null);
    }

    /** What the call took; null when it took nothing or gave it back. */
    @Nullable
    Taken taken() {
        return taken.get();
    }

    List<LimitState> states() {
        return states;
    }

    long waitMicros() {
        return waitMicros;
    }

    @Override
    public boolean granted() {
        return granted;
    }

    @Override
    public boolean enforced() {
        return enforced;
    }

    @Override
    public Instant decidedAt() {
        return Instant.EPOCH.plus(decidedAtMicros, ChronoUnit.MICROS);
    }

    @Override
    public Duration waited() {
        return Duration.of(waitMicros, ChronoUnit.MICROS);
    }

    @Override
    public Duration retryAfter() {
        return granted ? Duration.ZERO : tightest().retryAfter();
    }

    @Override
    public List<State> limits() {
        return List.copyOf(states);
    }

    @Override
    public State binding() {
        if (states.isEmpty()) {
            throw new IllegalStateException(
                    "No limit bound this call, since none was enforced: ask enforced() before binding()");
        }
        return tightest();
    }

    /** The first of equals, as declared. A limit in shadow binds nobody, as long as there is another. */
    private LimitState tightest() {
        Comparator<LimitState> tightness = granted
                ? LimitState::compareShares
                : Comparator.comparing(LimitState::retryAfter).reversed();
        LimitState tightest = states.get(0);
        for (LimitState state : states) {
            if ((tightest.shadow() && !state.shadow())
                    || (tightest.shadow() == state.shadow() && tightness.compare(state, tightest) < 0)) {
                tightest = state;
            }
        }
        return tightest;
    }

    @Override
    public String toString() {
        return (granted ? "granted" : "rejected") + (enforced ? "" : ", not enforced") + " at " + decidedAt() + ": "
                + states;
    }
}
