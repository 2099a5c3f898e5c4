package dev.lockstitch.guice;

import dev.lockstitch.OnLimit;
import dev.lockstitch.OnUnavailable;
import dev.lockstitch.RateLimited;
import java.util.ArrayList;
import java.util.List;

/** Notes what reached its body. */
final class RequestApi {
    final List<String> calls = new ArrayList<>();

    @RateLimited(key = "{#tenant}", permits = 2, period = "1h")
    void search(String text) {
        calls.add(text);
    }

    @RateLimited(key = "{#tenant}", permits = 5, period = "1h")
    @RateLimited(key = "{item}:{#clientIp}", permits = 5, period = "1h")
    void order(String item) {
        calls.add(item);
    }

    /** Takes whatever may be taken in place of its body. */
    static final class Lenient {
        final List<String> calls = new ArrayList<>();

        @RateLimited(
                key = "{#tenant}",
                permits = 1,
                onLimit = OnLimit.SKIP,
                fallback = "instead",
                onUnavailable = OnUnavailable.SKIP)
        void search(String text) {
            calls.add(text);
        }

        void instead(String text) {
            calls.add("instead of " + text);
        }
    }
}
