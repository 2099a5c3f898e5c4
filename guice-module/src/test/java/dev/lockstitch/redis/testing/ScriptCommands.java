package dev.lockstitch.redis.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The commands of Redis that the library's scripts run, read from their text. */
public final class ScriptCommands {

    private static final Path SCRIPTS = Path.of("src/main/resources/dev/lockstitch/redis");
    private static final Path PROBE = SCRIPTS.resolve("probe.lua");
    private static final Pattern RUN = Pattern.compile("redis\\.p?call\\(\\s*(?:'([A-Z]+)')?");
    private static final Pattern TRIED = Pattern.compile("\\b(?:try|may)\\('([A-Z]+)'");

    private ScriptCommands() {}

    /** Of all scripts but the probe. */
    public static Set<String> ofAll() {
        return in(SCRIPTS);
    }

    /** Of the scripts in one folder. */
    public static Set<String> of(String folder) {
        return in(SCRIPTS.resolve(folder));
    }

    /** Of the probe. */
    public static Set<String> tried() {
        return found(TRIED, PROBE);
    }

    private static Set<String> in(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> scripts = files.filter(file -> file.toString().endsWith(".lua") && !file.equals(PROBE))
                    .toList();
            Set<String> commands = new TreeSet<>();
            scripts.forEach(script -> commands.addAll(found(RUN, script)));
            return commands;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> found(Pattern pattern, Path script) {
        Set<String> commands = new TreeSet<>();
        Matcher found = pattern.matcher(text(script));
        while (found.find()) {
            if (found.group(1) == null) {
                throw new IllegalStateException(script + " runs a command that is not written there");
            }
            commands.add(found.group(1).toLowerCase(Locale.ROOT));
        }
        return commands;
    }

    private static String text(Path script) {
        try {
            return Files.readString(script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
