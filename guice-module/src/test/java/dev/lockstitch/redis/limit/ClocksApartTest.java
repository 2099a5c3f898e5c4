package dev.lockstitch.redis.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstitch.Limit;
import dev.lockstitch.redis.Answer;
import dev.lockstitch.redis.AppliedLimit;
import dev.lockstitch.redis.KeyNames;
import dev.lockstitch.redis.Redis;
import dev.lockstitch.redis.Script;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Limits of one call on two servers whose clocks differ. */
final class ClocksApartTest {

    private static final Limit ONE_A_SECOND = Limit.of(1, Duration.ofSeconds(1));
    private static final KeyNames NAMES = new KeyNames("t");
    private static final long NOW = 4_000_000_000_000_000L;
    private static final long SECOND = 1_000_000;

    private final Servers servers = new Servers();
    private final Several several = new Several(servers, NAMES, true, unwanted -> {});

    @Test
    void aCallStartsWhenTheSlowerClocksLimitAllowsItAndNotBefore() {
        servers.reply("ahead", NOW + 10 * SECOND, 0);
        servers.reply("behind", NOW, SECOND);
        assertThat(ask("ahead", "behind").waitMicros()).isBetween(SECOND - SECOND / 2, SECOND);
        assertThat(ask("behind", "ahead").waitMicros()).isBetween(SECOND - SECOND / 2, SECOND);
    }

    @Test
    void aCallDoesNotWaitForWhatAClockIsAhead() {
        servers.reply("ahead", NOW + 10 * SECOND, SECOND / 10);
        servers.reply("behind", NOW, SECOND);
        assertThat(ask("ahead", "behind").waitMicros()).isBetween(SECOND - SECOND / 2, SECOND);
        assertThat(ask("behind", "ahead").waitMicros()).isBetween(SECOND - SECOND / 2, SECOND);
    }

    @Test
    void whereNobodyHasToWaitNoClockMakesAnybodyWait() {
        servers.reply("ahead", NOW + 10 * SECOND, 0);
        servers.reply("behind", NOW, 0);
        assertThat(ask("ahead", "behind").waitMicros()).isZero();
        assertThat(ask("behind", "ahead").waitMicros()).isZero();
    }

    @Test
    void whatPassesWhileTheNextServerIsAskedIsWaitedAlready() {
        long[] nanos = {Long.MAX_VALUE};
        CombinedDecision combined = new CombinedDecision(List.of(), () -> nanos[0]);
        combined.add(Decision.granted(NOW, SECOND, List.of(), null));
        nanos[0] += 300_000_000;
        combined.add(Decision.granted(NOW - 7 * SECOND, SECOND / 2, List.of(), null));
        nanos[0] += 100_000_000;
        assertThat(combined.granted().waitMicros()).isEqualTo(6 * SECOND / 10);
        nanos[0] += 700_000_000;
        assertThat(combined.granted().waitMicros()).isZero();
    }

    private Decision ask(String... keys) {
        List<Bucket> buckets = Stream.of(keys)
                .map(key -> Bucket.of(
                        new AppliedLimit("name", key, ONE_A_SECOND, ONE_A_SECOND, 1, Duration.ofSeconds(5), false)))
                .toList();
        return ((Answer.Reply<Decision>) several.ask(buckets).join()).value();
    }

    /** One server for each key: says what the time is there, and how long its limit has a call wait. */
    private static final class Servers implements Redis {
        private final Map<String, String> replies = new HashMap<>();

        void reply(String key, long now, long waitMicros) {
            replies.put(NAMES.of("limit", key, "name"), "1 " + now + " " + waitMicros + " 0");
        }

        @Override
        public <T> CompletableFuture<Answer<T>> send(Script<T> script, List<String> keys, Object... args) {
            return CompletableFuture.completedFuture(ask(script, keys, args));
        }

        @Override
        public <T> Answer<T> ask(Script<T> script, List<String> keys, Object... args) {
            return new Answer.Reply<>(script.reply().cast(Objects.requireNonNull(replies.get(keys.get(0)))));
        }

        @Override
        public <T> Answer<T> askUninterruptibly(Script<T> script, List<String> keys, Object... args) {
            return ask(script, keys, args);
        }
    }
}
