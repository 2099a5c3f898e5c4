package dev.lockstitch.weaver;

import dev.lockstitch.DistributedLock;
import dev.lockstitch.RateLimited;
import dev.lockstitch.RateLimits;

/** Marks what was woven, method by method. Native syntax: annotation style cannot declare annotations. */
aspect WovenMarker {

    declare @method: @(DistributedLock || RateLimited || RateLimits) !abstract * *(..): @Woven;

    declare @method: @(@(DistributedLock || RateLimited || RateLimits) *) !abstract * *(..): @Woven;
}
