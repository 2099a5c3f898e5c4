package dev.lockstitch.redis.lock;

import dev.lockstitch.redis.Answer;
import dev.lockstitch.redis.Failure;

/** What can go wrong with a question for a lock though Redis answered, and what follows from a failure. */
final class AskFailures {

    private AskFailures() {}

    static Answer.None<Long> tooShort(Lease lease) {
        return new Answer.None<>(
                new Failure(
                        Failure.Kind.REFUSED,
                        "the lease of " + lease.millis() + " ms was over before Redis's answer came, twice",
                        "make leaseTime longer than a round trip to Redis"),
                true);
    }

    static Answer.None<Long> foreign() {
        return new Answer.None<>(
                new Failure(
                        Failure.Kind.FOREIGN_VALUE,
                        "Redis holds something else there, or a lock that never expires",
                        "delete that key if nothing needs it, or set another keyPrefix"),
                false);
    }

    /** Not for our own troubles on a healthy Redis, nor when we close: neither is a reason to leave its locks aside. */
    static boolean isReasonToGoLocal(Failure failure) {
        return switch (failure.kind()) {
            case UNAVAILABLE, BROKEN, MISCONFIGURED, READ_ONLY, FOREIGN_VALUE, REFUSED -> true;
            case UNANSWERED, SATURATED, CLOSED -> false;
        };
    }
}
