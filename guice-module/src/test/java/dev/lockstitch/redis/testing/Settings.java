package dev.lockstitch.redis.testing;

import dev.lockstitch.OnUnavailable;
import dev.lockstitch.redis.CoordinatorSettings;
import java.time.Duration;

/** The default settings but for what a test says. */
public final class Settings {

    private static final CoordinatorSettings USUAL = CoordinatorSettings.DEFAULTS;

    private String keyPrefix = USUAL.keyPrefix();
    private OnUnavailable onUnavailable = USUAL.onUnavailable();
    private Duration decisionBudget = USUAL.decisionBudget();
    private Duration startBudget = USUAL.startBudget();
    private Duration lockLease = USUAL.lockLease();
    private Duration maxHold = USUAL.maxHold();
    private Duration warningInterval = USUAL.warningInterval();
    private double localLimitShare = USUAL.localLimitShare();

    private Settings() {}

    public static Settings but() {
        return new Settings();
    }

    /** A machine that is too busy to let Redis answer in time is none of what is looked for. */
    public static Settings patient() {
        return but().decisionBudget(Duration.ofSeconds(5)).startBudget(Duration.ofSeconds(30));
    }

    public Settings keyPrefix(String prefix) {
        keyPrefix = prefix;
        return this;
    }

    public Settings onUnavailable(OnUnavailable reaction) {
        onUnavailable = reaction;
        return this;
    }

    public Settings decisionBudget(Duration budget) {
        decisionBudget = budget;
        return this;
    }

    public Settings startBudget(Duration budget) {
        startBudget = budget;
        return this;
    }

    public Settings lockLease(Duration lease) {
        lockLease = lease;
        return this;
    }

    public Settings maxHold(Duration longest) {
        maxHold = longest;
        return this;
    }

    public Settings warningInterval(Duration interval) {
        warningInterval = interval;
        return this;
    }

    public Settings localLimitShare(double share) {
        localLimitShare = share;
        return this;
    }

    public CoordinatorSettings build() {
        return new CoordinatorSettings(
                keyPrefix,
                onUnavailable,
                decisionBudget,
                startBudget,
                lockLease,
                maxHold,
                warningInterval,
                USUAL.locksEnabled(),
                USUAL.limitsEnabled(),
                localLimitShare);
    }
}
