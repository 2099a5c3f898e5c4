package dev.lockstitch.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a run happens.
 *
 * @param redis the server
 * @param sections the file in which JVMs note who is in a critical section
 */
record Site(OwnRedis redis, Path sections) implements AutoCloseable {

    static Site open() throws IOException {
        return new Site(new OwnRedis(), Files.createTempFile("lockstitch-benchmarks", ".sections"));
    }

    @Override
    public void close() throws IOException {
        redis.close();
        Files.deleteIfExists(sections);
    }
}
