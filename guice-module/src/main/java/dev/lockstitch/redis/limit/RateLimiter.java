package dev.lockstitch.redis.limit;

import dev.lockstitch.RateLimitDecision;
import dev.lockstitch.redis.Answer;
import dev.lockstitch.redis.AppliedLimit;
import dev.lockstitch.redis.Failure;
import dev.lockstitch.redis.KeyNames;
import dev.lockstitch.redis.Limits;
import dev.lockstitch.redis.Link;
import dev.lockstitch.redis.Redis;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Decides about calls under rate limits. No more than burst plus rate × time is ever granted, on Redis's clock, whoever
 * asks and from wherever. A call that comes alone costs one script; those that come together share one, and those that
 * Redis would certainly reject cost none. Thread-safe.
 */
public final class RateLimiter implements Limits {

    private final Link link;
    private final Redis redis;
    private final KeyNames names;
    private final boolean cluster;
    private final RejectionMemory memory = new RejectionMemory();
    private final Refunds refunds;
    private final Combining combining;
    private final Several several;
    private final Reservations reservations;
    private final LocalLimits local;
    private final Hearing hearing;

    /**
     * A limiter.
     *
     * @param link the way to Redis
     * @param cluster whether limits of one call may be in several slots
     * @param localShare the share of each limit that this JVM grants by itself while Redis cannot be used
     */
    public RateLimiter(Link link, boolean cluster, double localShare) {
        this.link = link;
        this.cluster = cluster;
        redis = link.redis();
        names = link.names();
        refunds = new Refunds(redis, names, cluster, memory);
        combining = new Combining(redis, names, memory, this::giveBack);
        several = new Several(redis, names, cluster, this::giveBack);
        reservations = new Reservations(link.timer(), this::giveBack);
        local = new LocalLimits(localShare, System::nanoTime);
        hearing = new Hearing(link, refunds, memory);
        memory.onRejection(hearing::wanted);
        link.listen(hearing::down, this::up);
    }

    /** One shard of a cluster is back: the others may be away yet. */
    private void up() {
        if (link.isAvailable()) {
            local.clear();
            hearing.up();
        }
    }

    @Override
    public Answer<RateLimitDecision> decide(List<AppliedLimit> limits) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("Interrupted before the limit was asked");
        }
        Answer<Decision> answer = begin(limits, true).await();
        if (!(answer instanceof Answer.Reply<Decision> reply)) {
            return ((Answer.None<Decision>) answer).as();
        }
        return waited(reply.value());
    }

    private Answer<RateLimitDecision> waited(Decision decision) throws InterruptedException {
        Taken taken = decision.waitMicros() == 0 ? null : decision.taken();
        return taken == null
                ? new Answer.Reply<>(decision)
                : Decision.told(reservations.sleep(reservations.enter(decision, taken)));
    }

    @Override
    public CompletableFuture<Answer<RateLimitDecision>> decideAsync(List<AppliedLimit> limits, Duration linger) {
        Asking<?> asking;
        try {
            asking = begin(limits, false);
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
        asking.linger(linger);
        return LaterDecision.of(asking, this::waitedLater);
    }

    private CompletableFuture<Answer<Decision>> waitedLater(Decision decision) {
        Taken taken = decision.waitMicros() == 0 ? null : decision.taken();
        return taken == null
                ? CompletableFuture.completedFuture(new Answer.Reply<>(decision))
                : reservations.await(reservations.enter(decision, taken));
    }

    private Asking<?> begin(List<AppliedLimit> limits, boolean blocking) {
        List<Bucket> buckets = limits.size() == 1
                ? List.of(Bucket.of(limits.get(0)))
                : limits.stream().map(Bucket::of).toList();
        Failure refusal = refusal(buckets);
        if (refusal != null) {
            return Asking.answered(new Answer.None<>(refusal, false));
        }
        if (buckets.size() > 1) {
            return Asking.of(several.ask(buckets), this::giveBack);
        }
        Bucket bucket = buckets.get(0);
        Decision remembered = memory.rejection(bucket, System.nanoTime());
        return remembered == null
                ? Asking.of(combining.ask(bucket, blocking), this::giveBack)
                : Asking.answered(new Answer.Reply<>(remembered));
    }

    /** Of several limits the first that nobody is asked about. */
    private @Nullable Failure refusal(List<Bucket> buckets) {
        if (!cluster) {
            return redis.refusal(List.of());
        }
        for (Bucket bucket : buckets) {
            Failure refusal = redis.refusal(List.of(bucket.name(names)));
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    @Override
    public Answer<RateLimitDecision> decideLocally(List<AppliedLimit> limits) throws InterruptedException {
        return waited(local.decide(limits.stream().map(Bucket::of).toList()));
    }

    @Override
    public CompletableFuture<Answer<RateLimitDecision>> decideLocallyAsync(List<AppliedLimit> limits) {
        CompletableFuture<Answer<RateLimitDecision>> result = new CompletableFuture<>();
        Decision decision = local.decide(limits.stream().map(Bucket::of).toList());
        LaterDecision.follow(result, waitedLater(decision), this::giveBack);
        return result;
    }

    @Override
    public CompletableFuture<Boolean> refund(RateLimitDecision decision) {
        Taken taken = decision instanceof Decision ours ? ours.takeBack() : null;
        return taken == null ? CompletableFuture.completedFuture(false) : give(taken);
    }

    private CompletableFuture<Boolean> give(Taken taken) {
        return taken.home() == Taken.Home.LOCAL
                ? CompletableFuture.completedFuture(local.give(taken))
                : refunds.give(taken.parts());
    }

    private void giveBack(Taken taken) {
        var unused = give(taken);
    }

    /**
     * The decision about a call that goes ahead although Redis could not be asked, or need not be.
     *
     * @param now this machine's time
     * @return granted, not enforced, without states
     */
    public static RateLimitDecision unenforced(Instant now) {
        return Decision.unenforced(now);
    }

    @Override
    public RateLimitDecision unenforced() {
        return unenforced(Instant.now());
    }

    @Override
    public void close() {
        hearing.close();
        LastRefunds.give(reservations.close(), this::give);
    }
}
