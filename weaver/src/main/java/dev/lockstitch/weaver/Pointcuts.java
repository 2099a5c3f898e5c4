package dev.lockstitch.weaver;

/**
 * Which methods are guarded. Each is advised once, also with a lock and limits: where two advices meet, AspectJ notes on
 * the thread how far a call has come, and one that goes on elsewhere, or again for another subscription, would lose its
 * way.
 */
final class Pointcuts {

    static final String LOCKED = "(execution(@dev.lockstitch.DistributedLock * *(..))"
            + " || execution(@(@dev.lockstitch.DistributedLock *) * *(..)))";

    static final String LIMITED = "(execution(@(dev.lockstitch.RateLimited || dev.lockstitch.RateLimits) * *(..))"
            + " || execution(@(@(dev.lockstitch.RateLimited || dev.lockstitch.RateLimits) *) * *(..)))";

    private Pointcuts() {}
}
