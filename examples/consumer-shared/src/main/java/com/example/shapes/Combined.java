package com.example.shapes;

import dev.lockstitch.DistributedLock;
import dev.lockstitch.RateLimited;

/** More than one annotation on a method, and annotations that bear ours. */
public class Combined {

    /** A lock by way of an own annotation. */
    @PerAccount
    public void lockedByOwnAnnotation(String account) {
        Journal.note("body own lock");
    }

    /** A limit by way of an own annotation. */
    @Gently
    public void limitedByOwnAnnotation(String account) {
        Journal.note("body own limit");
    }

    /** Two limits, decided together. */
    @RateLimited(key = "{user}", permits = 5, period = "1s")
    @RateLimited(key = "all", permits = 100, period = "1m", name = "everybody")
    public void limitedTwice(String user) {
        Journal.note("body limited twice");
    }

    /** A limit, and a lock that is asked for only when the limit let the call pass. */
    @DistributedLock(key = "both:{user}")
    @RateLimited(key = "{user}", permits = 5, period = "1s")
    public void limitedAndLocked(String user) {
        Journal.note("body limited and locked");
    }
}
