package dev.lockstitch.redis.lock;

import dev.lockstitch.redis.Script;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The scripts of exclusive locks in Java, under one lock: a store that several nodes of one JVM share. */
final class FakeRedis {

    private static final long CLAIM_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Map<String, Kept> kept = new HashMap<>();
    private final Map<String, Consumer<String>> nodes = new ConcurrentHashMap<>();

    /** What is kept of one key. A holder whose end is past counts as none. */
    private static final class Kept {
        private final Set<String> queue = new LinkedHashSet<>();
        private String holder = "";
        private long endNanos;
        private long fence;

        boolean isFree() {
            return holder.isEmpty() || System.nanoTime() - endNanos >= 0;
        }

        boolean isHeldBy(String token) {
            return !isFree() && holder.equals(token);
        }

        void give(String token, long nanos) {
            holder = token;
            endNanos = System.nanoTime() + nanos;
        }

        void prolong(long nanos) {
            endNanos = Math.max(endNanos, System.nanoTime() + nanos);
        }

        long fence(long floor, long spare) {
            long next = Math.max(fence + 1, floor);
            fence = next + spare;
            return next;
        }

        long restMillis() {
            return Math.max(TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime()), 1);
        }
    }

    void listen(String channel, Consumer<String> listener) {
        nodes.put(channel.substring(channel.lastIndexOf(':') + 1), listener);
    }

    long run(Script<?> script, List<String> keys, Object... args) {
        String[] given = Arrays.stream(args).map(Object::toString).toArray(String[]::new);
        List<String> told = new ArrayList<>();
        long reply;
        synchronized (this) {
            Kept of = kept.computeIfAbsent(keys.isEmpty() ? "" : keys.get(0), key -> new Kept());
            reply = switch (script.name()) {
                case "acquire.lua" -> acquire(of, given, told);
                case "release.lua" -> release(of, given[0], told);
                case "pass.lua" -> pass(of, given, told);
                case "goon.lua" -> goOn(of, given);
                case "renew.lua" -> renew(of, given);
                case "alive.lua" -> 1;
                default -> throw new IllegalArgumentException(script.name());
            };
        }
        told.forEach(this::tell);
        return reply;
    }

    private static long acquire(Kept of, String[] args, List<String> told) {
        String token = args[0];
        boolean waits = args[3].equals("1");
        if (of.isFree() && !of.queue.isEmpty()) {
            of.queue.add(token);
            serve(of, token, told);
        }
        if (of.isFree()) {
            of.give(token, 0);
        }
        if (of.holder.equals(token)) {
            of.prolong(millis(args[2]));
            return of.fence(Long.parseLong(args[4]), Long.parseLong(args[5]));
        }
        if (waits) {
            of.queue.add(token);
        } else {
            of.queue.remove(token);
        }
        return -of.restMillis();
    }

    private static long release(Kept of, String token, List<String> told) {
        boolean held = of.isHeldBy(token);
        if (held) {
            of.holder = "";
        } else {
            of.queue.remove(token);
        }
        serve(of, "", told);
        return held ? 1 : 0;
    }

    private static long pass(Kept of, String[] args, List<String> told) {
        if (!of.isHeldBy(args[0])) {
            return 0;
        }
        if (!of.queue.isEmpty()) {
            of.holder = "";
            of.queue.add(args[1]);
            serve(of, args[1], told);
        } else {
            of.holder = args[1];
        }
        if (!of.isHeldBy(args[1])) {
            return -of.restMillis();
        }
        of.give(args[1], millis(args[2]));
        return of.fence(0, Long.parseLong(args[3]));
    }

    private static long goOn(Kept of, String[] args) {
        if (!of.isHeldBy(args[0])) {
            return 0;
        }
        if (!of.queue.isEmpty()) {
            return -1;
        }
        of.prolong(millis(args[1]));
        return of.fence(0, Long.parseLong(args[2]));
    }

    private static long renew(Kept of, String[] args) {
        if (!of.isHeldBy(args[0])) {
            return 0;
        }
        of.prolong(millis(args[1]));
        return of.restMillis();
    }

    private static void serve(Kept of, String asker, List<String> told) {
        if (of.isFree() && !of.queue.isEmpty()) {
            String first = of.queue.iterator().next();
            of.queue.remove(first);
            of.give(first, CLAIM_NANOS);
            if (!first.equals(asker)) {
                told.add(first);
            }
        }
    }

    private void tell(String token) {
        Consumer<String> node = nodes.get(token.substring(0, token.indexOf('-')));
        if (node != null) {
            node.accept(token);
        }
    }

    private static long millis(String text) {
        return TimeUnit.MILLISECONDS.toNanos(Long.parseLong(text));
    }

    /** What is held or waited for; empty when nothing is left. */
    synchronized List<String> left() {
        List<String> left = new ArrayList<>();
        kept.forEach((key, of) -> {
            if (!of.isFree()) {
                left.add(key + " is held by " + of.holder);
            }
            of.queue.forEach(token -> left.add(key + " is waited for by " + token));
        });
        return left;
    }

    /** Takes a lock away from whoever holds it. */
    synchronized void forget(String name) {
        Kept of = kept.get(name);
        if (of != null) {
            of.holder = "";
        }
    }
}
