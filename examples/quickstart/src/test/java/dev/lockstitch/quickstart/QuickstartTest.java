package dev.lockstitch.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The quickstart itself, in short. */
class QuickstartTest {

    private static final Scale SHORT =
            new Scale(40, 2, Duration.ofSeconds(2), Duration.ofMillis(700), Duration.ofMillis(1500));

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void allVerdictsAreGoodOnARedisOfItsOwn() {
        int exitCode = run(null);

        assertThat(exitCode).as(shown()).isZero();
        assertThat(shown()).contains("5 good, 0 failed, 0 skipped", "⚠️  Redis unavailable");
    }

    @Test
    void allVerdictsAreGoodOnARunningRedis() throws IOException {
        try (OwnRedis running = new OwnRedis()) {
            int exitCode = run(running.url());

            assertThat(exitCode).as(shown()).isZero();
            assertThat(shown()).contains("5 good, 0 failed, 0 skipped", "through a relay");
        }
    }

    @Test
    void aRedisUrlThatIsNoneFailsWithTheRemedy() {
        assertThat(run("localhost")).isOne();
        assertThat(shown()).contains("REDIS_URL is not of the form").contains("0 good, 1 failed");
    }

    private int run(@Nullable String redisUrl) {
        return new Quickstart(SHORT, new Console(out)).run(redisUrl);
    }

    private String shown() {
        return out.toString(UTF_8);
    }
}
