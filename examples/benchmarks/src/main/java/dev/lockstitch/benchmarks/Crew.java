package dev.lockstitch.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JVMs of one alternative. They stand idle while another alternative has its turn. */
final class Crew implements AutoCloseable {

    /** Many JVMs that start at once keep each other from connecting in time. */
    private static final int AT_ONCE = 2;

    private final List<WorkerProcess> workers = new ArrayList<>();
    private final CommandStats commands;
    private int round;

    Crew(Site site, String alternative, int jvms, Jdk jdk, @Nullable Quota quota) throws IOException {
        commands = new CommandStats(site.redis().port());
        try {
            for (int i = 0; i < jvms; i++) {
                workers.add(new WorkerProcess(site, alternative, jdk, quota));
                if (i % AT_ONCE == AT_ONCE - 1) {
                    awaitReady(AT_ONCE);
                }
            }
            awaitReady(jvms % AT_ONCE);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** As many as were started last. */
    private void awaitReady(int count) throws IOException {
        for (WorkerProcess worker : workers.subList(workers.size() - count, workers.size())) {
            worker.awaitReady();
        }
    }

    /** A round: the load on each JVM, at once. */
    Round run(Load load) throws IOException {
        Load ofThisRound = load.keys() == Keys.FRESH ? load.startingWith(load.key() + "-" + round++) : load;
        for (WorkerProcess worker : workers) {
            worker.prepare(ofThisRound);
        }
        for (WorkerProcess worker : workers) {
            worker.awaitPrepared();
        }
        long before = commands.sent();
        long moment = System.currentTimeMillis() + 20 + 2L * workers.size();
        for (WorkerProcess worker : workers) {
            worker.go(moment);
        }
        List<Tally> tallies = new ArrayList<>();
        for (WorkerProcess worker : workers) {
            tallies.add(worker.tally());
        }
        return Round.of(tallies, commands.sent() - before, load);
    }

    @Override
    public void close() throws IOException {
        workers.forEach(WorkerProcess::dismiss);
        workers.forEach(WorkerProcess::close);
        commands.close();
    }
}
