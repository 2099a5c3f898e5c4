package dev.lockstitch.redis.lock;

import dev.lockstitch.LockMode;
import org.jetbrains.kotlinx.lincheck.annotations.Operation;
import org.jetbrains.kotlinx.lincheck.annotations.Param;
import org.jetbrains.kotlinx.lincheck.annotations.Validate;
import org.jetbrains.kotlinx.lincheck.paramgen.ThreadIdGen;

/** Callers that come and go on one key: were it ever two entries, two of them would have the lock inside this JVM. */
@Param(name = "me", gen = ThreadIdGen.class)
public class Users {

    private static final int MOST = 8;
    private static final String KEY = "k";

    private final LocalKeys keys = new LocalKeys();
    private final LocalKey[] holding = new LocalKey[MOST];

    /** Takes the lock inside this JVM if nobody has it. */
    @Operation
    public boolean take(@Param(name = "me") int me) {
        if (holding[me] != null) {
            return false;
        }
        LocalKey entered = keys.enter(KEY);
        if (entered.admitLocally(LockMode.EXCLUSIVE)) {
            holding[me] = entered;
            return true;
        }
        keys.leave(KEY, entered);
        return false;
    }

    /** Gives it back, if it has it. */
    @Operation
    public boolean give(@Param(name = "me") int me) {
        LocalKey held = holding[me];
        if (held == null) {
            return false;
        }
        holding[me] = null;
        held.dismissLocally(LockMode.EXCLUSIVE);
        keys.leave(KEY, held);
        return true;
    }

    /** At rest an entry is kept for as long as it is used, and no longer. */
    @Validate
    public void nothingIsKeptOfAKeyThatNobodyUses() {
        int used = 0;
        for (LocalKey held : holding) {
            used += held == null ? 0 : 1;
        }
        if (keys.size() != used) {
            throw new IllegalStateException(keys.size() + " entries for " + used + " holders");
        }
    }
}
