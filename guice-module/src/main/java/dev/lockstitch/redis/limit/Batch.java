package dev.lockstitch.redis.limit;

import dev.lockstitch.redis.Answer;
import dev.lockstitch.redis.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Calls under one limit in the order of their arrival, which one script decides about. */
final class Batch {

    /** So that nobody's script keeps Redis from others for long. */
    static final int MOST = 1000;

    private final List<Call> calls;
    private final long sentNanos = System.nanoTime();

    Batch(List<Call> calls) {
        this.calls = calls;
    }

    Bucket first() {
        return calls.get(0).bucket();
    }

    long sentNanos() {
        return sentNanos;
    }

    /** The script's ARGV: calls that ask the same make one group. */
    Object[] arguments() {
        List<Object> args = new ArrayList<>(8);
        args.add("");
        first().addNumbers(args);
        int count = 0;
        for (int i = 0; i < calls.size(); i++) {
            Bucket bucket = calls.get(i).bucket();
            count++;
            if (i + 1 == calls.size() || !asksTheSame(bucket, calls.get(i + 1).bucket())) {
                args.add(count);
                args.add(bucket.cost());
                args.add(bucket.patience());
                count = 0;
            }
        }
        return args.toArray();
    }

    private static boolean asksTheSame(Bucket one, Bucket other) {
        return one.cost() == other.cost() && one.patience() == other.patience();
    }

    void fail(Answer.None<String> none) {
        for (Call call : calls) {
            call.complete(none.as());
        }
    }

    /**
     * Tells each call what it got.
     *
     * @param reply the script's
     * @param unwanted takes what a call got that nobody waits for any more
     * @return how the limit stands afterwards
     */
    Outcome handOut(String reply, Consumer<Taken> unwanted) {
        String[] words = reply.split(" ", -1);
        if (words.length != 3) {
            throw new IllegalStateException(
                    "take.lua replied with " + words.length + " words: its text and this class differ in version");
        }
        long now = Long.parseLong(words[0]);
        Standing standing = new Standing(first().rate(), Long.parseLong(words[1]), Long.parseLong(words[2]) - now);
        boolean rejected = false;
        List<Call.Share> shares = new ArrayList<>(calls.size());
        for (Call call : calls) {
            Bucket bucket = call.bucket();
            long wait = standing.take(bucket.cost(), bucket.patience());
            rejected |= wait == Standing.REJECTED;
            shares.add(new Call.Share(now, standing.owed(), standing.behindMicros(), wait));
        }
        giveAll(shares, unwanted);
        return new Outcome(now, standing.owed(), standing.behindMicros(), rejected);
    }

    /** To wake many takes its time: the first that is woken wakes the others, and the connection's thread goes on. */
    private void giveAll(List<Call.Share> shares, Consumer<Taken> unwanted) {
        Call first = calls.get(0);
        Runnable rest = () -> {
            for (int i = 1; i < shares.size(); i++) {
                give(calls.get(i), shares.get(i), unwanted);
            }
        };
        if (shares.size() > 2 && first.isBlocking()) {
            first.leave(rest);
            if (!give(first, shares.get(0), unwanted)) {
                first.doDuty();
            }
        } else {
            give(first, shares.get(0), unwanted);
            rest.run();
        }
    }

    private static boolean give(Call call, Call.Share share, Consumer<Taken> unwanted) {
        boolean wanted = call.complete(new Answer.Reply<>(share));
        Taken taken = wanted ? null : share.taken(call.bucket());
        if (taken != null) {
            unwanted.accept(taken);
        }
        return wanted;
    }

    void failWith(RuntimeException e) {
        Failure failure = new Failure(Failure.Kind.REFUSED, String.valueOf(e.getMessage()), "use one version alone");
        fail(new Answer.None<>(failure, true));
    }

    /**
     * How a limit stands after a batch.
     *
     * @param atMicros when, on Redis's clock
     * @param owed ticks owed
     * @param behindMicros microseconds to the last reservation
     * @param rejected whether a call was rejected
     */
    record Outcome(long atMicros, long owed, long behindMicros, boolean rejected) {}
}
