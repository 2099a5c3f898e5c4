package dev.lockstitch.redis.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstitch.redis.testing.ReadmeGrants;
import dev.lockstitch.redis.testing.RedisProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.assertj.core.api.InstanceOfAssertFactories;

/** What the user {@code shop} may do: what the documentation says, and nothing else. */
final class Grants {

    static final String SINGLE = "single";
    static final String SENTINEL = "sentinel";
    static final String CLUSTER = "cluster";

    private Grants() {}

    /** The documented line for that kind of topology. */
    static List<String> of(String kind) {
        return kind.equals(CLUSTER) ? ReadmeGrants.cluster() : ReadmeGrants.single();
    }

    static void give(RedisProcess redis, String kind) {
        redis.command(of(kind).toArray(new String[0]));
    }

    /** Nobody missed a right, but for those by which Redisson finds out what the server can do, and can do without. */
    static void assertEnough(List<RedisProcess> all) {
        for (RedisProcess redis : all) {
            assertThat(redis.command("ACL", "LOG"))
                    .asInstanceOf(InstanceOfAssertFactories.LIST)
                    .as("what was refused on port %s", redis.port())
                    .filteredOn(entry -> !String.valueOf(entry).contains("object, test1,")
                            && !String.valueOf(entry).contains("object, pubsub|numpat,"))
                    .isEmpty();
        }
    }

    /** Every right was made use of. */
    static void assertNothingSpare(List<RedisProcess> all, String kind) {
        StringBuilder used = new StringBuilder();
        all.forEach(redis -> used.append(redis.command("INFO", "commandstats")));
        String stats = used.toString().toLowerCase(Locale.ROOT);
        List<String> spare = new ArrayList<>(of(kind));
        spare.removeIf(word -> !word.startsWith("+") || stats.contains("cmdstat_" + word.substring(1) + ':'));
        assertThat(spare).as("granted and not used").isEmpty();
    }
}
