package dev.lockstitch.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/**
 * A JVM that uses one alternative. Takes its orders from standard input, a line each: first {@code prepare} and a load,
 * then {@code go} and the moment. Ends when its input does, so that no worker outlives the benchmarks.
 */
public final class Worker {

    /** How many critical sections the JVMs of a run share. */
    static final int SLOTS = 1024;

    private static final int QUOTA = 3;

    private final Alternative alternative;
    private final Overlaps overlaps;
    private final PrintStream replies;

    private Worker(Alternative alternative, Overlaps overlaps, PrintStream replies) {
        this.alternative = alternative;
        this.overlaps = overlaps;
        this.replies = replies;
    }

    /**
     * Runs a worker.
     *
     * @param args the alternative, the Redis server, the file of the critical sections and, where a limit is measured, which
     * @throws Exception when it cannot do as it is told
     */
    public static void main(String[] args) throws Exception {
        PrintStream replies = System.out;
        System.setOut(System.err);
        Overlaps overlaps = new Overlaps(Path.of(args[2]), SLOTS);
        try (Alternative alternative = opened(args)) {
            String key = "warm-" + args[0];
            alternative.prepare(List.of(key));
            alternative.under(key, () -> {});
            new Worker(alternative, overlaps, replies).takeOrders();
        }
    }

    private static Alternative opened(String[] args) {
        return args.length > QUOTA
                ? LimitAlternatives.named(args[0]).open(args[1], Quota.valueOf(args[QUOTA]))
                : Alternatives.named(args[0]).open(args[1]);
    }

    private void takeOrders() throws IOException, InterruptedException {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        replies.println("ready");
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            LoadRun run = new LoadRun(alternative, Load.ofLine(order), overlaps);
            replies.println("prepared");
            String moment = orders.readLine();
            if (moment == null) {
                return;
            }
            replies.println(run.run(Long.parseLong(moment)).toLine());
        }
    }
}
