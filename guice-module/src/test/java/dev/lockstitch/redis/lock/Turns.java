package dev.lockstitch.redis.lock;

import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.kotlinx.lincheck.annotations.Operation;
import org.jetbrains.kotlinx.lincheck.annotations.Param;
import org.jetbrains.kotlinx.lincheck.annotations.Validate;
import org.jetbrains.kotlinx.lincheck.paramgen.BooleanGen;
import org.jetbrains.kotlinx.lincheck.paramgen.ThreadIdGen;

/** What callers do with the queue of one key, as acquisitions and {@link GivingBack} do it; each thread is one caller. */
@Param(name = "me", gen = ThreadIdGen.class)
public class Turns {

    /** Lincheck's numbers of threads go from 1 to this, and beyond it for the part that comes after. */
    static final int THREADS = 3;

    private final LocalQueue<Asker> queue = new LocalQueue<>();
    private final Asker[] askers = new Asker[THREADS];

    /** All have come before the threads begin: it is about what they do to each other. */
    public Turns() {
        for (int me = 0; me < THREADS; me++) {
            enter(me);
        }
    }

    /** Asks for the turn; whether it has it at once. */
    @Operation
    public boolean come(@Param(name = "me") int thread) {
        int me = thread % THREADS;
        if (askers[me] != null) {
            return false;
        }
        return enter(me);
    }

    private boolean enter(int me) {
        Asker asker = new Asker(me % 2 == 0);
        askers[me] = asker;
        asker.atOnce = queue.enter(asker);
        return asker.atOnce;
    }

    /** Whether it has the turn, or the lock. */
    @Operation
    public boolean look(@Param(name = "me") int thread) {
        int me = thread % THREADS;
        return hasIt(askers[me]);
    }

    /** Hands the lock to whoever is next, or gives the turn; false when it has neither. */
    @Operation
    public boolean done(@Param(name = "me") int thread, @Param(gen = BooleanGen.class) boolean byHand) {
        int me = thread % THREADS;
        return hasIt(askers[me]) && passOn(me, byHand);
    }

    /** Wants it no more: leaves, or passes on what it was given just now; whether it had come at all. */
    @Operation
    public boolean cancel(@Param(name = "me") int thread) {
        int me = thread % THREADS;
        Asker asker = askers[me];
        if (asker == null) {
            return false;
        }
        if (asker.leave()) {
            queue.remove(asker);
            askers[me] = null;
            return true;
        }
        return passOn(me, asker.place() == Caller.Place.HANDED);
    }

    private boolean passOn(int me, boolean byHand) {
        Asker asker = askers[me];
        askers[me] = null;
        if (asker.place() == Caller.Place.HANDED && asker.handed() == null) {
            throw new IllegalStateException("Handed nothing");
        }
        while (byHand) {
            Asker next = queue.pollIf(Asker::takesOver);
            if (next == null) {
                break;
            }
            if (next.hand("the lock")) {
                return true;
            }
        }
        queue.promoteNext();
        return true;
    }

    /** At rest somebody has the turn if anybody came, one only, and knows it. */
    @Validate
    public void oneHasTheTurnAndKnowsIt() {
        int having = 0;
        int waiting = 0;
        for (Asker asker : askers) {
            if (hasIt(asker)) {
                having++;
                asker.mustKnow();
            } else if (asker != null) {
                waiting++;
            }
        }
        if (having > 1 || (having == 0 && waiting > 0)) {
            throw new IllegalStateException(having + " have the turn, " + waiting + " wait");
        }
        if (having == 0) {
            mustBeFree();
        }
    }

    private void mustBeFree() {
        if (!queue.enter(new Asker(true))) {
            throw new IllegalStateException("Nobody has the turn, yet it is taken");
        }
        queue.promoteNext();
    }

    private static boolean hasIt(Asker asker) {
        return asker != null && asker.place() != Caller.Place.QUEUED;
    }

    private static final class Asker extends Caller<String> {

        private final AtomicInteger signals = new AtomicInteger();
        private final boolean takesOver;
        private boolean atOnce;

        Asker(boolean takesOver) {
            this.takesOver = takesOver;
        }

        boolean takesOver() {
            return takesOver;
        }

        void mustKnow() {
            if (!atOnce && signals.get() == 0) {
                throw new IllegalStateException("It was given the turn and not told");
            }
        }

        @Override
        void signal() {
            signals.incrementAndGet();
        }
    }
}
