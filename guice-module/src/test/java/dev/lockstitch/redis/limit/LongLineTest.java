package dev.lockstitch.redis.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstitch.Limit;
import dev.lockstitch.redis.Answer;
import dev.lockstitch.redis.AppliedLimit;
import dev.lockstitch.redis.KeyNames;
import dev.lockstitch.redis.limit.history.Grant;
import dev.lockstitch.redis.limit.history.GrantChecker;
import dev.lockstitch.redis.limit.history.Refund;
import dev.lockstitch.redis.testing.RedisProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A line that never ends: there is always somebody who waits for a permit. */
class LongLineTest {

    private static final KeyNames NAMES = new KeyNames("t");
    private static final long START = 4_000_000_000_000_000L;
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int PERMIT_MICROS = 1000;
    private static final int BURST = 10;
    private static final int STEPS = 300;

    /** So many wait, that somebody always does. */
    private static final int LINE = 5;

    private static final Limit LIMIT = new Limit(1000, Duration.ofSeconds(1), BURST);

    private RedisProcess redis;
    private ScriptRunner runner;
    private Refunds refunds;

    private final List<Grant> grants = new ArrayList<>();

    @BeforeEach
    void start() {
        redis = RedisProcess.start();
        runner = new ScriptRunner(redis);
        refunds = new Refunds(runner, NAMES, false, new RejectionMemory());
    }

    @AfterEach
    void stop() {
        runner.close();
        redis.close();
    }

    /** One permit comes back by itself in each step, and one is given back. */
    @Test
    void whatIsGivenBackGoesToThoseWhoWaitHoweverLongThereHaveBeenSome() {
        List<Refund> given = new ArrayList<>();
        runner.setNow(START);
        for (int i = 1; i < BURST + LINE; i++) {
            ask(START);
        }
        Taken.Part part = ask(START);
        for (int step = 1; step <= STEPS; step++) {
            long now = START + (long) step * PERMIT_MICROS;
            runner.setNow(now);
            assertThat(refunds.give(List.of(Taken.Part.alone(part.bucket(), 0))).join())
                    .as("something was given back in step %d", step)
                    .isTrue();
            given.add(new Refund(now, now, 1, LIMIT));
            ask(now);
            part = ask(now);
        }
        assertThat(grants.get(grants.size() - 1).startMicros())
                .as("the line is no longer than it was")
                .isEqualTo(START + (long) (STEPS + LINE) * PERMIT_MICROS);
        assertThat(GrantChecker.check(grants, given, List.of()).holds(1)).isTrue();
    }

    private Taken.Part ask(long now) {
        AppliedLimit asked = new AppliedLimit("line", "k", LIMIT, LIMIT, 1, PATIENCE, false);
        Call call = new Call(Bucket.of(asked), false);
        Batch batch = new Batch(List.of(call));
        Answer<String> answer = runner.ask(Combining.TAKE, List.of(NAMES.of("limit", "k", "line")), batch.arguments());
        batch.handOut(((Answer.Reply<String>) answer).value(), unwanted -> {});
        long wait = ((Answer.Reply<Call.Share>) call.join()).value().waitMicros();
        assertThat(wait).isNotNegative();
        grants.add(new Grant(now + wait, 1, LIMIT));
        return Taken.Part.alone(call.bucket(), 0);
    }
}
