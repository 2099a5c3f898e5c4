package dev.lockstitch.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {

    @ParameterizedTest
    @CsvSource({
        "0s,PT0S",
        "500ms,PT0.5S",
        "2s,PT2S",
        "5m,PT5M",
        "1h,PT1H",
        "1d,PT24H",
        "007s,PT7S",
        "365d,PT8760H",
        "31536000000ms,PT8760H"
    })
    void aNumberWithAUnitIsADuration(String text, Duration expected) {
        assertThat(DurationText.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"PT2S,2000", "pt2s,2000", "PT0.001S,1", "P1DT1H,90000000", "PT0S,0", "P365D,31536000000"})
    void isoDurationsAreRead(String text, long millis) {
        assertThat(DurationText.parse(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "5", "500", "99999999999999999999"})
    void aBareNumberIsRefused(String text) {
        refused(text, "\"" + text + "\" has no unit; write it like 500ms, 2s, 5m, 1h, 1d or PT2S");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "366d",
                "31536000001ms",
                "PT8760H0.000000001S",
                "P366D",
                "999999999999999999d",
                "999999999999999999h",
                "999999999999999999s",
                "999999999999999999ms",
                "1000000000000000000s",
                "99999999999999999999d",
                "PT99999999999999999999S",
                "P106751991167301D",
                "-P106751991167301D",
                "-PT1S",
                "PT-0.000000001S"
            })
    void whatIsOutOfBoundsIsRefused(String text) {
        refused(text, "\"" + text + "\" is not within 0s to 365d");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", " 2s", "2s ", "2 s", "2S", "2sec", "s", "-2s", "+2s", "1.5s", "1h30m", "2w", "P", "PT", "P1Y",
                "Paris", "٢s"
            })
    void whatIsNoDurationIsRefused(String text) {
        refused(text, "\"" + text + "\" is not a duration; write it like 500ms, 2s, 5m, 1h, 1d or PT2S");
    }

    private static void refused(String text, String message) {
        assertThatThrownBy(() -> DurationText.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
