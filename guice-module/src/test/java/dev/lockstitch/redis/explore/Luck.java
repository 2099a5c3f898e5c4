package dev.lockstitch.redis.explore;

import dev.lockstitch.redis.Faults;
import java.time.Duration;
import java.util.Random;

/** Choices that come from a seed alone. Not thread-safe. */
final class Luck {

    private final Random random;

    Luck(long seed) {
        // Neighbouring seeds begin alike in java.util.Random.
        random = new Random(seed * 0x9E3779B97F4A7C15L ^ seed >>> 17);
        random.nextLong();
    }

    /** One like it for somebody else. */
    Luck another() {
        return new Luck(random.nextLong());
    }

    long seed() {
        return random.nextLong();
    }

    boolean percent(int so) {
        return random.nextInt(100) < so;
    }

    int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    Duration millis(int least, int most) {
        return Duration.ofMillis(between(least, most));
    }

    Duration micros(int least, int most) {
        return Duration.ofNanos(1000L * between(least, most));
    }

    @SafeVarargs
    final <T> T oneOf(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** Each kind of fault has its turn alone, and all of them together. */
    Faults faults() {
        int rate = oneOf(10, 30, 80, 200);
        int longest = oneOf(5, 40, 150);
        int broken = oneOf(0, 0, 300, 1000);
        return switch (between(0, 7)) {
            case 0 -> new Faults(rate, 0, broken, 0, 0, 0, 1, 0, 0);
            case 1, 2 -> new Faults(0, rate, broken, 0, 0, 0, 1, 0, 0);
            case 3 -> new Faults(0, 0, 0, 2 * rate, 0, 2 * rate, longest, 0, 0);
            case 4 -> new Faults(0, 0, 0, 0, rate, rate, longest, 0, 0);
            case 5 -> new Faults(0, 0, 0, 0, 0, 0, 1, 5 * rate, 500);
            default -> new Faults(rate / 3, rate / 3, broken, rate, rate / 3, rate, longest, rate, between(0, 1) * 300);
        };
    }
}
