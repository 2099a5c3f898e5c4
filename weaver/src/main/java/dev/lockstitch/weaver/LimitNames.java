package dev.lockstitch.weaver;

import dev.lockstitch.Limit;
import dev.lockstitch.RateLimited;
import dev.lockstitch.spi.LimitText;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** Who uses which limit by which numbers. Holds text only, so that no application is kept from being unloaded. */
final class LimitNames {

    private final ConcurrentMap<String, Claim> claims = new ConcurrentHashMap<>();

    /** Notes that the method uses this limit, or refuses what would mix up two. */
    void claim(Declared<RateLimited> declared, LimitRule rule) {
        boolean byDefault = declared.annotation().name().isEmpty();
        GuardedMethod method = declared.method();
        Claim claim = new Claim(rule.limit(), method.method().toGenericString(), byDefault);
        Claim earlier = claims.putIfAbsent(rule.name(), claim);
        if (earlier == null || earlier.equals(claim)) {
            return;
        }
        if (byDefault && earlier.byDefault()) {
            throw declared.wrong(
                    "name",
                    "",
                    "its default name \"" + rule.name() + "\" is that of another method's limit already ("
                            + earlier.method() + "); give names to both, or one name to share the limit");
        }
        if (!Objects.equals(earlier.limit(), rule.limit())) {
            throw declared.wrong(
                    "name",
                    declared.annotation().name(),
                    "limit \"" + rule.name() + "\" is " + LimitText.shown(rule.limit()) + " here, but "
                            + LimitText.shown(earlier.limit()) + " in " + earlier.method()
                            + "; use the same numbers, or another name");
        }
    }

    /** Two limits of one method with the same name and the same key could never be told apart. */
    static void refuseDoubles(List<Declared<RateLimited>> declared, List<LimitRule> rules) {
        for (int i = 1; i < rules.size(); i++) {
            for (int j = 0; j < i; j++) {
                String key = declared.get(i).annotation().key();
                if (rules.get(i).name().equals(rules.get(j).name())
                        && key.equals(declared.get(j).annotation().key())) {
                    throw declared.get(i)
                            .wrong(
                                    "name",
                                    rules.get(i).name(),
                                    "two limits of the method have this name and the key \"" + key
                                            + "\"; give one of them another name");
                }
            }
        }
    }

    /** The limit is null where an override has to supply it. */
    private record Claim(@Nullable Limit limit, String method, boolean byDefault) {}
}
