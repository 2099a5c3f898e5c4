package dev.lockstitch.redis.explore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Where seeds that found something are kept when nobody reads what is printed; a line of it is one for {@code seeds.txt}. */
final class FailedSeeds {

    private static final Path FILE = Path.of("target", "failed-seeds.txt");

    private FailedSeeds() {}

    static void keep(String kind, Story story) {
        String wrong = story.wrong().get(0).replaceAll("\\s+", " ");
        try {
            Files.createDirectories(FILE.getParent());
            Files.write(
                    FILE,
                    List.of(kind + " " + story.seed() + " " + wrong),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
