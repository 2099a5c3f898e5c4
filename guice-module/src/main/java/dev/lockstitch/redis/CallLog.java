package dev.lockstitch.redis;

import dev.lockstitch.spi.KeyText;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of failures that concern single calls and are no outage: a full pool, a foreign value. About the same thing at
 * most once in ten seconds: they happen under load, when a line per call would make it worse.
 */
final class CallLog {

    private static final Logger LOG = LoggerFactory.getLogger(CallLog.class);
    private static final long INTERVAL_NANOS = 10_000_000_000L;
    private static final int REMEMBERED = 100;

    private final Map<String, Long> told = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > REMEMBERED;
        }
    };

    void tell(String what, String key, Failure failure) {
        if (failure.kind() == Failure.Kind.SATURATED && isNews("")) {
            LOG.error(
                    "Redis was not asked within the decision budget: {}. A lock counts as contended, a limit as unavailable",
                    failure.text());
        } else if (failure.kind() == Failure.Kind.UNANSWERED && isNews(failure.reason())) {
            LOG.error(
                    "{} {} was not decided: {}. A lock counts as contended, a limit as unavailable",
                    what,
                    KeyText.shown(key),
                    failure.text());
        } else if (isRefusal(failure) && isNews(what + key)) {
            LOG.error("{} {} cannot be coordinated: {}", what, KeyText.shown(key), failure.text());
        }
    }

    private static boolean isRefusal(Failure failure) {
        return failure.kind() == Failure.Kind.FOREIGN_VALUE || failure.kind() == Failure.Kind.REFUSED;
    }

    private synchronized boolean isNews(String what) {
        long now = System.nanoTime();
        Long last = told.get(what);
        if (last != null && now - last < INTERVAL_NANOS) {
            return false;
        }
        told.remove(what);
        told.put(what, now);
        return true;
    }
}
