package dev.lockstitch.redis;

/**
 * How bad a way to Redis is: of a thousand requests, or messages, so many.
 *
 * @param lostRequests are never sent
 * @param lostReplies are run, and nobody is told
 * @param broken of a thousand that are lost, fail as a broken connection does; the others stay silent for ever
 * @param slowRequests are sent later, and overtaken, unless they are withdrawn before
 * @param late are sent later, even though they were withdrawn: they hung in the network
 * @param slowReplies are told later
 * @param longestMillis is the longest delay
 * @param messages are lost, doubled or late, a third each
 * @param refused subscriptions fail
 */
public record Faults(
        int lostRequests,
        int lostReplies,
        int broken,
        int slowRequests,
        int late,
        int slowReplies,
        int longestMillis,
        int messages,
        int refused) {

    /** A good way. */
    public static final Faults NONE = new Faults(0, 0, 0, 0, 0, 0, 1, 0, 0);
}
