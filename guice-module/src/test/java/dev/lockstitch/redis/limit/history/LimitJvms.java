package dev.lockstitch.redis.limit.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstitch.redis.testing.ChildJvm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** JVMs that ask for permits at the same time. */
final class LimitJvms implements AutoCloseable {

    private static final int SECONDS_TO_END = 60;

    private final String url;
    private final List<ChildJvm> jvms = new ArrayList<>();

    LimitJvms(String url) {
        this.url = url;
    }

    void add(Demand demand, long seed) {
        jvms.add(ChildJvm.run(LimitHistoryWorker.class, url, demand.written(), "" + seed));
    }

    /** Has them begin when all are ready, and tells what they did when all have ended. */
    GrantLog.Read record(int seconds) throws Exception {
        for (ChildJvm jvm : jvms) {
            awaitReady(jvm);
        }
        long from = LimitHistoryWorker.micros();
        long end = from + TimeUnit.SECONDS.toMicros(seconds);
        jvms.forEach(jvm -> jvm.tell(from + " " + end));
        List<String> lines = new ArrayList<>();
        for (ChildJvm jvm : jvms) {
            List<String> own = jvm.output(GrantLog.WORD, SECONDS_TO_END);
            assertThat(own).as("each JVM had its turns").anyMatch(line -> line.startsWith("grant"));
            lines.addAll(own);
        }
        jvms.clear();
        return GrantLog.Read.of(lines);
    }

    private static void awaitReady(ChildJvm jvm) throws IOException {
        String line;
        do {
            line = jvm.process().inputReader().readLine();
            assertThat(line).as("the JVM ended before it was ready").isNotNull();
        } while (!LimitHistoryWorker.READY.equals(line));
    }

    @Override
    public void close() {
        jvms.forEach(ChildJvm::close);
    }
}
