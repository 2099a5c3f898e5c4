package dev.lockstitch.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lockstitch.OnUnavailable;
import dev.lockstitch.redis.testing.Settings;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CoordinatorSettingsTest {

    @ParameterizedTest
    @CsvSource({
        "decisionBudget,  PT0.01S, PT30S",
        "startBudget,     PT0S,    PT5M",
        "lockLease,       PT0.1S,  PT1H",
        "maxHold,         PT30S,   PT8760H",
        "warningInterval, PT0.1S,  PT24H"
    })
    void boundsAreAllowedAndWhatIsBeyondIsNamed(String name, Duration least, Duration most) {
        assertThat(with(name, least)).isNotNull();
        assertThat(with(name, most)).isNotNull();
        Duration below = least.minusNanos(1);
        Duration above = name.equals("lockLease") ? Duration.ofDays(1).plusNanos(1) : most.plusNanos(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(name, below))
                .withMessageStartingWith(name + " = " + below + " is not within " + least + " to ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(name, above))
                .withMessageStartingWith(name + " = " + above + " is not within ");
    }

    @Test
    void aHoldShorterThanItsLeaseIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with("lockLease", Duration.ofHours(2)))
                .withMessage("maxHold = PT1H is not within PT2H to PT8760H; it must be as long as lockLease at least");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a{b", "a}b", "ä", "a\n"})
    void aPrefixThatCannotStandInEveryKeyIsRefused(String prefix) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KeyNames(prefix))
                .withMessageContaining("keyPrefix");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(prefix, OnUnavailable.PROCEED))
                .withMessageContaining("keyPrefix");
    }

    @Test
    void aPrefixOf64CharactersIsTheLongest() {
        assertThat(new KeyNames("p".repeat(64))).isNotNull();
        assertThatIllegalArgumentException().isThrownBy(() -> new KeyNames("p".repeat(65)));
    }

    @Test
    void theModuleMustSayWhatTheDefaultIs() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings("p", OnUnavailable.DEFAULT))
                .withMessageContaining("onUnavailable = DEFAULT")
                .withMessageContaining("PROCEED");
    }

    @ParameterizedTest
    @EnumSource(value = OnUnavailable.class, mode = EnumSource.Mode.EXCLUDE, names = "DEFAULT")
    void everyReactionMayBeTheDefaultOfLocksAndLimits(OnUnavailable reaction) {
        assertThat(settings("p", reaction).onUnavailable()).isEqualTo(reaction);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.MIN_VALUE, 0.25, 1})
    void aShareOfALimitIsAboveNothingAndAtMostAll(double share) {
        assertThat(share(share).localLimitShare()).isEqualTo(share);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.0, -0.5, 1.0000001, Double.NaN, Double.POSITIVE_INFINITY})
    void anotherShareOfALimitIsRefused(double share) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> share(share))
                .withMessage("localLimitShare = " + share
                        + " is not above 0 and at most 1; it is the share of every limit that one JVM grants by itself"
                        + " under LOCAL: 1 for all of it, 0.25 where four servers share it");
    }

    private static CoordinatorSettings settings(String prefix, OnUnavailable reaction) {
        return Settings.but().keyPrefix(prefix).onUnavailable(reaction).build();
    }

    private static CoordinatorSettings share(double share) {
        return Settings.but()
                .onUnavailable(OnUnavailable.LOCAL)
                .localLimitShare(share)
                .build();
    }

    private static CoordinatorSettings with(String name, Duration value) {
        Settings settings = Settings.but();
        return switch (name) {
            case "decisionBudget" -> settings.decisionBudget(value).build();
            case "startBudget" -> settings.startBudget(value).build();
            case "lockLease" -> settings.lockLease(value).build();
            case "maxHold" -> settings.maxHold(value).build();
            case "warningInterval" -> settings.warningInterval(value).build();
            default -> throw new IllegalArgumentException(name);
        };
    }
}
