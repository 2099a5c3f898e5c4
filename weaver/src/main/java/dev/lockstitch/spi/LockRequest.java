package dev.lockstitch.spi;

import dev.lockstitch.LockMode;
import dev.lockstitch.OnUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything a lock can be asked for. Immutable; what is out of bounds is refused at once, by an
 * {@link IllegalArgumentException} that names it.
 *
 * <pre>{@code
 * LockRequest.of("stock:7", "stock:9").shared().waitTime(Duration.ofSeconds(2))
 * }</pre>
 */
public final class LockRequest {

    private static final Terms USUAL = new Terms(
            "", LockMode.EXCLUSIVE, false, Coordinator.DEFAULT_WAIT, null, Duration.ZERO, OnUnavailable.DEFAULT, false);

    private final Terms terms;
    private final String key;

    /** Null where there is but one: one object less for each call. */
    private final @Nullable List<String> several;

    /**
     * Checks the bounds.
     *
     * @param name the lock's stable name; empty in code
     * @param keys the rendered keys, taken together; at least one, none of them empty; doubles are left out
     * @param mode exclusive or shared
     * @param fair first come, first served
     * @param waitTime how long to wait, from zero to 365 days
     * @param leaseTime the fixed lease, from 10 milliseconds to 365 days; null: renewed while held
     * @param minHoldTime how long to keep it at least, from zero to 365 days, not longer than a fixed lease
     * @param onUnavailable the reaction to an outage
     * @param reentrant whether a lock that this thread holds in a {@link dev.lockstitch.LockScope} is entered again
     * @throws IllegalArgumentException that names what is out of which bound
     */
    public LockRequest(
            String name,
            List<String> keys,
            LockMode mode,
            boolean fair,
            Duration waitTime,
            @Nullable Duration leaseTime,
            Duration minHoldTime,
            OnUnavailable onUnavailable,
            boolean reentrant) {
        this(new Terms(name, mode, fair, waitTime, leaseTime, minHoldTime, onUnavailable, reentrant), distinct(keys));
    }

    private LockRequest(Terms terms, List<String> distinct) {
        this(terms, first(distinct), distinct.size() == 1 ? null : distinct);
    }

    private LockRequest(Terms terms, String key, @Nullable List<String> several) {
        this.terms = terms;
        this.key = key;
        this.several = several;
        if (several == null) {
            KeyText.require("lock", key);
        }
    }

    /**
     * An exclusive lock that is waited for for 5 seconds and renewed while held.
     *
     * @param key the key
     * @param more further keys, taken together with it: all or none
     * @return a request to be refined
     * @throws IllegalArgumentException when a key is empty
     */
    public static LockRequest of(String key, String... more) {
        if (more.length == 0) {
            return new LockRequest(USUAL, key, null);
        }
        List<String> all = new ArrayList<>(Arrays.asList(more));
        all.add(0, key);
        return new LockRequest(USUAL, distinct(all));
    }

    /**
     * The same for another key.
     *
     * @param only the key, instead of all others
     * @return another request
     * @throws IllegalArgumentException when it is empty
     */
    public LockRequest key(String only) {
        return new LockRequest(terms, only, null);
    }

    /**
     * The same for other keys.
     *
     * @param all the keys; doubles are left out
     * @return another request
     * @throws IllegalArgumentException when there is none, or one is empty
     */
    public LockRequest keys(List<String> all) {
        return new LockRequest(terms, distinct(all));
    }

    /**
     * {@return the same, with a name, for overrides, listeners and metrics}
     *
     * @param stable the name
     */
    public LockRequest name(String stable) {
        return with(terms.name(stable));
    }

    /**
     * {@return the same, with a mode}
     *
     * @param wanted exclusive or shared
     */
    public LockRequest mode(LockMode wanted) {
        return with(terms.mode(wanted));
    }

    /** {@return the same, together with other shared holders} */
    public LockRequest shared() {
        return mode(LockMode.SHARED);
    }

    /**
     * {@return the same, first come, first served across all servers, or not}
     *
     * @param wanted whether those who wait are served in the order of their arrival
     */
    public LockRequest fair(boolean wanted) {
        return with(terms.fair(wanted));
    }

    /**
     * {@return the same, with a wait time}
     *
     * @param longest how long to wait, from zero to 365 days
     */
    public LockRequest waitTime(Duration longest) {
        return with(terms.waitTime(longest));
    }

    /**
     * {@return the same, with a fixed lease, which is never renewed}
     *
     * @param lease how long the lock lasts, from 10 milliseconds to 365 days
     */
    public LockRequest leaseTime(Duration lease) {
        return with(terms.leaseTime(lease));
    }

    /**
     * Kept at least that long after it was acquired, however early it is closed.
     *
     * @param least how long, from zero to 365 days, not longer than a fixed lease
     * @return another request
     */
    public LockRequest minHoldTime(Duration least) {
        return with(terms.minHoldTime(least));
    }

    /**
     * {@return the same, with a reaction to an outage}
     *
     * @param reaction what to do while Redis cannot be used
     */
    public LockRequest onUnavailable(OnUnavailable reaction) {
        return with(terms.onUnavailable(reaction));
    }

    /**
     * Whether to enter a lock again. In code the coordinator's methods decide this themselves.
     *
     * @param wanted whether a lock that this thread holds in a {@link dev.lockstitch.LockScope} is entered again
     * @return another request
     */
    public LockRequest reentrant(boolean wanted) {
        return terms.reentrant() == wanted ? this : with(terms.reentrant(wanted));
    }

    private LockRequest with(Terms other) {
        return new LockRequest(other, key, several);
    }

    /** {@return the first key, the only one of most requests} */
    public String key() {
        return key;
    }

    /** {@return the keys, at least one and none twice, in the order in which they were given; unmodifiable} */
    public List<String> keys() {
        return several == null ? List.of(key) : several;
    }

    /** {@return the lock's stable name; empty in code unless given} */
    public String name() {
        return terms.name();
    }

    /** {@return the mode, exclusive or shared} */
    public LockMode mode() {
        return terms.mode();
    }

    /** {@return whether those who wait are served in the order of their arrival} */
    public boolean fair() {
        return terms.fair();
    }

    /** {@return how long to wait, from zero to 365 days} */
    public Duration waitTime() {
        return terms.waitTime();
    }

    /** {@return the fixed lease, from 10 milliseconds to 365 days; null: renewed while held} */
    public @Nullable Duration leaseTime() {
        return terms.leaseTime();
    }

    /** {@return how long to keep it at least, from zero to 365 days, not longer than a fixed lease} */
    public Duration minHoldTime() {
        return terms.minHoldTime();
    }

    /** {@return the reaction to an outage} */
    public OnUnavailable onUnavailable() {
        return terms.onUnavailable();
    }

    /** {@return whether a lock that this thread holds in a {@link dev.lockstitch.LockScope} is entered again} */
    public boolean reentrant() {
        return terms.reentrant();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LockRequest request && keys().equals(request.keys()) && terms.equals(request.terms);
    }

    @Override
    public int hashCode() {
        return Objects.hash(keys(), terms);
    }

    @Override
    public String toString() {
        return "LockRequest[keys=" + KeyText.shown(keys()) + ", " + terms + "]";
    }

    private static String first(List<String> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException(
                    "A lock needs a key, and the list of keys is empty; name what the calls share");
        }
        return keys.get(0);
    }

    private static List<String> distinct(List<String> keys) {
        return keys.size() < 2 ? List.copyOf(checked(keys)) : List.copyOf(checked(new LinkedHashSet<>(keys)));
    }

    private static Collection<String> checked(Collection<String> keys) {
        keys.forEach(key -> KeyText.require("lock", key));
        return keys;
    }
}
