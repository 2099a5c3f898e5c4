package dev.lockstitch.redis.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The least rights of a user of Redis, as the README gives them: the words of one command. */
public final class ReadmeGrants {

    private ReadmeGrants() {}

    /** On one server, and under Sentinel. */
    public static List<String> single() {
        return only(line -> !line.contains("+cluster"));
    }

    public static List<String> cluster() {
        return only(line -> line.contains("+cluster"));
    }

    private static List<String> only(Predicate<String> which) {
        try (Stream<String> readme = Files.lines(Path.of("../README.md"))) {
            List<String> found = readme.map(String::strip)
                    .filter(line -> line.startsWith("ACL SETUSER ") && which.test(line))
                    .toList();
            if (found.size() != 1) {
                throw new IllegalStateException("README.md must have one such line, but has " + found);
            }
            return List.of(found.get(0).split(" "));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
