package dev.lockstitch.redis;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The shards of a connection, each with a breaker, a probe and a log of its own: of a cluster one may be away while the
 * others are there. One server, and a Sentinel group, is one shard. Thread-safe.
 */
final class WatchedShards implements Shards {

    /** A probe's key is looked for that often among those of a shard: far more than there are slots. */
    private static final int MOST_TAGS = 100_000;

    private final ConnectionSource source;
    private final CoordinatorSettings settings;
    private final KeyNames names;
    private final ScheduledExecutorService scheduler;
    private final List<Watched> all = new CopyOnWriteArrayList<>();
    private final List<Breaker.Listener> listeners = new CopyOnWriteArrayList<>();
    private final Watched first;
    private final Shards shards;
    private volatile @Nullable Wire wire;
    private boolean shut;

    private record Watched(Shard shard, Diagnosis diagnosis, Probe probe, OutageLog log) {}

    WatchedShards(
            ConnectionSource source, CoordinatorSettings settings, KeyNames names, ScheduledExecutorService scheduler) {
        this.source = source;
        this.settings = settings;
        this.names = names;
        this.scheduler = scheduler;
        Breaker starting = new Breaker(settings.startBudget().toNanos());
        if (source.isCluster()) {
            first = watched(starting, source.where(), source::examine, WatchedShards::anyTag);
            shards = new ClusterShards(first.shard, this::home, this::another);
        } else {
            first = watched(starting, source.where(), source::examine, attempt -> "probe");
            shards = keys -> first.shard;
        }
        all.add(first);
    }

    /** The first contact must not depend on one shard. */
    private static String anyTag(int attempt) {
        return "probe" + attempt;
    }

    private Watched watched(Breaker breaker, String where, Supplier<Examination.Result> examine, Probe.Tags tags) {
        OutageLog log = new OutageLog(where, settings.onUnavailable(), settings.warningInterval());
        Diagnosis diagnosis = new Diagnosis(breaker, examine);
        Probe probe = new Probe(breaker, scheduler, log, diagnosis, names, tags);
        breaker.listen(diagnosis);
        breaker.listen(log);
        breaker.listen(probe);
        breaker.listen(new Breaker.Listener() {
            @Override
            public void opened(Failure failure) {
                listeners.forEach(each -> each.opened(failure));
            }

            @Override
            public void closed() {
                listeners.forEach(Breaker.Listener::closed);
            }
        });
        Shard shard =
                Shard.of(breaker, source.capacity(), settings.decisionBudget().toNanos());
        return new Watched(shard, diagnosis, probe, log);
    }

    private synchronized Shard another(@Nullable Object home) {
        Wire through = wire;
        String where = home == null || through == null ? "a slot that no server has" : through.where(home);
        Breaker breaker = Breaker.ofOneThatWasReached();
        Watched made =
                watched(breaker, where + ", a shard of " + source.where(), () -> source.examine(where), tags(home));
        all.add(made);
        if (shut) {
            breaker.shut();
        } else if (through != null) {
            made.probe.through(through);
        }
        return made.shard;
    }

    private @Nullable Object home(String key) {
        Wire through = wire;
        return through == null ? null : through.home(key);
    }

    /** With each of them a probe's keys are of that shard, also after slots have moved. */
    private Probe.Tags tags(@Nullable Object home) {
        AtomicReference<String> last = new AtomicReference<>(anyTag(0));
        return attempt -> last.updateAndGet(tag -> isOf(tag, home) ? tag : tagOf(home));
    }

    private String tagOf(@Nullable Object home) {
        for (int i = 0; i < MOST_TAGS; i++) {
            if (isOf(anyTag(i), home)) {
                return anyTag(i);
            }
        }
        return anyTag(0);
    }

    private boolean isOf(String tag, @Nullable Object home) {
        return home(names.of("probe", tag)) == home;
    }

    @Override
    public Shard of(List<String> keys) {
        return shards.of(keys);
    }

    /** Told of every shard. */
    void listen(Breaker.Listener listener) {
        listeners.add(listener);
    }

    /** Connecting begins. */
    void begin(ScheduledExecutorService timer) {
        first.shard.breaker().begin();
        first.diagnosis.begin(timer);
    }

    /** Connecting failed, as far as is known. */
    void failed(Failure failure) {
        first.shard.breaker().probeFailed(failure);
    }

    /** There is something to ask through. */
    void start(Wire through) {
        wire = through;
        first.probe.start(through);
    }

    /** Whether all that was ever asked can be used. */
    boolean areAvailable() {
        return all.stream().allMatch(each -> each.shard.breaker().isClosed());
    }

    /** A call was not coordinated. Of several shards that are away each counts it. */
    void countUncoordinated() {
        all.forEach(each -> each.log.count());
    }

    synchronized void shut() {
        shut = true;
        all.forEach(each -> each.shard.breaker().shut());
    }
}
