package dev.lockstitch.quickstart;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Shows what Lockstitch does, on a real Redis and three servers of a ticket shop. Ends with 0 when all that was promised
 * has happened.
 */
public final class Quickstart {

    private static final List<Step> STEPS =
            List.of(new WithoutLock(), new WithLock(), new WithLimit(), new WithoutRedis(), new WithRedisAgain());

    private final Scale scale;
    private final Console console;
    private final Report report = new Report();

    Quickstart(Scale scale, Console console) {
        this.scale = scale;
        this.console = console;
    }

    /**
     * Runs the quickstart.
     *
     * @param args not used; {@code REDIS_URL} in the environment names a Redis to use instead of one of our own
     */
    public static void main(String[] args) {
        System.exit(new Quickstart(Scale.full(), Console.standard()).run(System.getenv("REDIS_URL")));
    }

    /** Runs all steps and prints the table; gives the exit code. */
    int run(@Nullable String redisUrl) {
        try (ShopRedis redis = ShopRedis.from(redisUrl)) {
            console.say("Redis: %s", redis.description());
            run(redis);
        } catch (Exception e) {
            report.add("start and end", Verdict.failed(String.valueOf(e.getMessage())));
        }
        console.plain("");
        report.table().forEach(console::plain);
        return report.exitCode();
    }

    private void run(ShopRedis redis) throws Exception {
        // A prefix of this run alone: on a shared Redis nobody's keys are met, and ours expire by themselves.
        String prefix = "quickstart-" + UUID.randomUUID();
        console.say("Starting %d servers, a JVM each", Servers.COUNT);
        try (TicketStoreServer store = new TicketStoreServer();
                Servers servers = startServers(redis, prefix, store)) {
            run(new Stage(redis, store, servers, scale, console));
        }
    }

    private Servers startServers(ShopRedis redis, String prefix, TicketStoreServer store) throws Exception {
        try (var ticker = console.every(() -> "starting")) {
            return Servers.start(redis.url(), prefix, store.port(), console);
        }
    }

    private void run(Stage stage) {
        for (Step step : STEPS) {
            Verdict verdict = verdict(step, stage);
            report.add(step.title(), verdict);
            console.say("%s  %s", verdict.outcome(), verdict.happened());
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }

    private static Verdict verdict(Step step, Stage stage) {
        try {
            return step.run(stage);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Verdict.failed("interrupted");
        } catch (Exception e) {
            return Verdict.failed(e.toString());
        }
    }
}
