package dev.lockstitch;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a decision says in HTTP: {@code RateLimit-Policy} and {@code RateLimit} as the IETF's
 * draft-ietf-httpapi-ratelimit-headers-11 has them, structured fields of RFC 9651, and {@code Retry-After} of RFC 9110.
 *
 * <pre>{@code
 * RateLimit-Policy: "sms";q=5;w=3600, "api";q=100;w=60
 * RateLimit: "sms";r=0;t=684, "api";r=50;t=30
 * Retry-After: 684
 * }</pre>
 *
 * <p>{@code q} is the permits per period and {@code w} the period in seconds. The draft knows whole seconds alone:
 * {@code w} is left out of a policy whose period is shorter than a second or has a fraction of one. Where the burst is
 * not as large as the permits, {@code lockstitch-burst} tells it; clients take it for a comment. {@code r} is what
 * remains. {@code t} is the seconds until the whole burst is there again, rounded up; permits come back one by one, so
 * that some are there earlier. With a rejected call it is at most {@code Retry-After}, which by the draft must not end
 * before it.
 *
 * <p>Policies go by the limits' names; a limit in code, which has none, is {@code "default"}. Keys are not shown: they may
 * be personal. In a name, each character beyond printable ASCII becomes {@code ?}. Limits in shadow are left out, and
 * where no limit remains there is no header. Under {@code LOCAL} the numbers are those of the one server.
 */
public final class RateLimitHeaders {

    /** The name of the header that tells the limits. */
    public static final String POLICY = "RateLimit-Policy";

    /** The name of the header that tells what remains of them. */
    public static final String RATE_LIMIT = "RateLimit";

    /** The name of the header that tells a rejected client when to come again. */
    public static final String RETRY_AFTER = "Retry-After";

    private static final String NAMELESS = "default";
    private static final long LARGEST_INTEGER = 999_999_999_999_999L;

    private RateLimitHeaders() {}

    /**
     * The limits of the call.
     *
     * @param decision the decision
     * @return the value of {@code RateLimit-Policy}; empty when there is no limit to tell of
     */
    public static Optional<String> policy(RateLimitDecision decision) {
        return list(decision, RateLimitHeaders::policyItem);
    }

    /**
     * What remains of the limits.
     *
     * @param decision the decision
     * @return the value of {@code RateLimit}; empty when there is no limit to tell of
     */
    public static Optional<String> rateLimit(RateLimitDecision decision) {
        long latest = retrySeconds(decision).orElse(LARGEST_INTEGER);
        return list(decision, state -> serviceLimitItem(state, latest));
    }

    /**
     * When to come again.
     *
     * @param decision the decision
     * @return the value of {@code Retry-After}, whole seconds rounded up; empty when the call was granted, and when it
     *     never will be ({@link RateLimitDecision#NEVER})
     */
    public static Optional<String> retryAfter(RateLimitDecision decision) {
        return retrySeconds(decision).map(String::valueOf);
    }

    /**
     * All headers that there are for this decision.
     *
     * @param decision the decision
     * @return their values by their names, in the order above; unmodifiable
     */
    public static Map<String, String> of(RateLimitDecision decision) {
        Map<String, String> headers = new LinkedHashMap<>();
        policy(decision).ifPresent(value -> headers.put(POLICY, value));
        rateLimit(decision).ifPresent(value -> headers.put(RATE_LIMIT, value));
        retryAfter(decision).ifPresent(value -> headers.put(RETRY_AFTER, value));
        return Collections.unmodifiableMap(headers);
    }

    /** Without repetitions: the keys that would tell two of them apart are not shown. */
    private static Optional<String> list(RateLimitDecision decision, Function<RateLimitDecision.State, String> item) {
        List<String> items = decision.limits().stream()
                .filter(state -> !state.shadow())
                .map(item)
                .distinct()
                .toList();
        return items.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", items));
    }

    private static String policyItem(RateLimitDecision.State state) {
        Limit limit = state.limit();
        boolean wholeSeconds = limit.period().toNanosPart() == 0;
        return name(state) + ";q=" + limit.permits()
                + (wholeSeconds ? ";w=" + limit.period().toSeconds() : "")
                + (limit.burst() == limit.permits() ? "" : ";lockstitch-burst=" + limit.burst());
    }

    private static String serviceLimitItem(RateLimitDecision.State state, long latest) {
        return name(state) + ";r=" + state.remaining() + ";t=" + Math.min(seconds(state.resetAfter()), latest);
    }

    private static Optional<Long> retrySeconds(RateLimitDecision decision) {
        return decision.granted() || decision.retryAfter().equals(RateLimitDecision.NEVER)
                ? Optional.empty()
                : Optional.of(seconds(decision.retryAfter()));
    }

    private static long seconds(Duration duration) {
        long whole = Math.min(duration.toSeconds(), LARGEST_INTEGER - 1);
        return whole + (duration.toNanosPart() == 0 ? 0 : 1);
    }

    private static String name(RateLimitDecision.State state) {
        String name = state.name().isEmpty() ? NAMELESS : state.name();
        return name.codePoints().mapToObj(RateLimitHeaders::escaped).collect(Collectors.joining("", "\"", "\""));
    }

    private static String escaped(int character) {
        if (character < ' ' || character > '~') {
            return "?";
        }
        String text = Character.toString(character);
        return text.equals("\"") || text.equals("\\") ? '\\' + text : text;
    }
}
