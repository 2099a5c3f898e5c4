package dev.lockstitch.guice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lockstitch.OnUnavailable;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LockstitchBuilderTest {

    @Test
    void wrongValuesAreRefusedByNameWithValueAndBounds() {
        refused(LockstitchModule.builder().decisionBudget(Duration.ofMillis(9)), "decisionBudget = PT0.009S", "PT30S");
        refused(LockstitchModule.builder().startBudget(Duration.ofSeconds(-1)), "startBudget = PT-1S", "PT5M");
        refused(LockstitchModule.builder().lockLease(Duration.ofDays(2)), "lockLease = PT48H", "PT24H");
        refused(LockstitchModule.builder().maxHold(Duration.ofSeconds(29)), "maxHold = PT29S", "PT30S");
        refused(LockstitchModule.builder().warningInterval(Duration.ZERO), "warningInterval = PT0S", "PT24H");
        refused(LockstitchModule.builder().localLimitShare(0), "localLimitShare = 0.0", "above 0 and at most 1");
        refused(LockstitchModule.builder().keyPrefix("my shop"), "keyPrefix = \"my shop\"", "64");
        refused(LockstitchModule.builder().onUnavailable(OnUnavailable.DEFAULT), "onUnavailable = DEFAULT", "PROCEED");
    }

    private static void refused(LockstitchBuilder builder, String setting, String bound) {
        assertThatIllegalArgumentException()
                .isThrownBy(builder::build)
                .withMessageContaining(setting)
                .withMessageContaining(bound);
    }

    @Test
    void aServerMayCoordinateByItselfWithLimitsEnabled() {
        Settings settings = LockstitchModule.builder()
                .onUnavailable(OnUnavailable.LOCAL)
                .localLimitShare(0.25)
                .settings();
        assertThat(settings.coordinator().onUnavailable()).isEqualTo(OnUnavailable.LOCAL);
        assertThat(settings.coordinator().limitsEnabled()).isTrue();
        assertThat(settings.coordinator().localLimitShare()).isEqualTo(0.25);
        assertThat(LockstitchModule.builder().settings().coordinator().localLimitShare())
                .isEqualTo(1);
    }

    @Test
    void aWrongUrlIsRefusedAtOnceAndNotRepeated() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LockstitchModule.builder().redis("http://anna:geheim@h"))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("geheim"));
    }

    @Test
    void settingsArriveAsTheyWereGiven() {
        Settings settings = LockstitchModule.builder()
                .redis("redis://u:geheim@h:1/2")
                .keyPrefix("shop")
                .onUnavailable(OnUnavailable.FAIL)
                .decisionBudget(Duration.ofMillis(11))
                .startBudget(Duration.ofMillis(12))
                .lockLease(Duration.ofSeconds(13))
                .maxHold(Duration.ofSeconds(14))
                .warningInterval(Duration.ofSeconds(15))
                .locksEnabled(false)
                .localLimitShare(0.5)
                .requireWeaving(false)
                .rateLimitStackTraces(true)
                .settings();
        assertThat(settings.coordinator())
                .hasToString("CoordinatorSettings[keyPrefix=shop, onUnavailable=FAIL, decisionBudget=PT0.011S,"
                        + " startBudget=PT0.012S, lockLease=PT13S, maxHold=PT14S, warningInterval=PT15S,"
                        + " locksEnabled=false, limitsEnabled=true, localLimitShare=0.5]");
        assertThat(settings.requireWeaving()).isFalse();
        assertThat(settings.rateLimitStackTraces()).isTrue();
        assertThat(settings.enabled()).isTrue();
        assertThat(LockstitchModule.builder().enabled(false).settings().enabled())
                .isFalse();
        assertThat(LockstitchModule.builder().limitsEnabled(false).settings().enabled())
                .isTrue();
    }
}
