package dev.lockstitch.guice;

import dev.lockstitch.CoordinationException;
import dev.lockstitch.DistributedLock;
import dev.lockstitch.HeldLock;
import dev.lockstitch.LockNotAcquiredException;
import dev.lockstitch.OnContention;
import dev.lockstitch.RateLimited;
import org.jspecify.annotations.Nullable;

/** Annotated methods whose keys hold what must not be told. */
class CanaryApi {

    @RateLimited(key = "{to}", permits = 1, period = "1h", name = "send")
    void send(String to) {}

    @RateLimited(key = "{to}", permits = 1, period = "1h", name = "pay", cost = "{amount}")
    void pay(String to, String amount) {}

    @RateLimited(key = "{to}", permits = 1, period = "1h", name = "check")
    void check(Object to) {}

    @DistributedLock(key = "{to}", waitTime = "20ms", name = "locked")
    void lock(Object to) {}

    @DistributedLock(key = "{to}", waitTime = "20ms", name = "holding")
    @Nullable
    Object holding(String to, Canaries.Call body) throws Throwable {
        return body.run();
    }

    @DistributedLock(key = "{to}", waitTime = "20ms", name = "contended")
    HeldLock contended(String to) {
        return HeldLock.current().orElseThrow();
    }

    @DistributedLock(key = "{to}", waitTime = "20ms", name = "instead", fallback = "fallback")
    String instead(String to) {
        return "not instead";
    }

    String fallback(String to, CoordinationException why) {
        throw new IllegalStateException(why);
    }

    @DistributedLock(key = "{to}", waitTime = "20ms", name = "passive", onContention = OnContention.SKIP)
    void passive(String to) {}

    @DistributedLock(key = "{to}", name = "misdeclared", fallback = "nowhere")
    void misdeclared(String to) {}

    /** Not a fallback: it stands for nothing. */
    String nowhere(LockNotAcquiredException why) {
        return String.valueOf(why.getMessage());
    }
}
