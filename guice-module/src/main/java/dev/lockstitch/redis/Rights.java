package dev.lockstitch.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which rights Redis says its user lacks: the probe's list of all of them, or the one that a command was refused for. */
final class Rights {

    private static final String REFUSED = "NOPERM";

    /** What the probe replies: commands, and marks for keys and channels. */
    private static final Pattern LISTED = Pattern.compile("NOPERM rights:([a-z ~&]+)");

    private static final Pattern COMMAND = Pattern.compile("permissions to run the '([a-z0-9|-]+)' command");

    /** Redis 6.2 inside a script. */
    private static final String SOME_COMMAND = "can't run this command or subcommand";

    private static final Pattern KEYS =
            Pattern.compile("access (a|the '.*') key|access (at least )?one of the keys|can't access .* keys");

    private static final Pattern CHANNELS = Pattern.compile(
            "access (a|the '.*') channel|access (at least )?one of the channels|can't publish to the channel");

    private static final String WHOLE = "grant the user the commands, the keys and the channels that the README lists";

    /** Redis has not said which command; the probe finds out. */
    static final Failure UNNAMED = failed("a command that our scripts use", WHOLE);

    /** Where the prefix of our keys is not known. */
    static final String SOME_PREFIX = "<keyPrefix>";

    private Rights() {}

    /** Whether the probe, which runs soon after, knows it better. */
    static boolean isVague(Failure failure) {
        return failure.equals(UNNAMED) || failure.remedy().contains(SOME_PREFIX);
    }

    /**
     * What Redis refused.
     *
     * @param said its reply, without what was sent
     * @param prefix what our keys and channels begin with
     */
    static Optional<Failure> missing(String said, String prefix) {
        Matcher listed = LISTED.matcher(said);
        if (listed.find()) {
            return Optional.of(failure(List.of(listed.group(1).strip().split(" +")), prefix));
        }
        Matcher command = COMMAND.matcher(said);
        if (command.find()) {
            return Optional.of(failure(List.of(command.group(1)), prefix));
        }
        if (said.contains(SOME_COMMAND)) {
            return Optional.of(UNNAMED);
        }
        if (KEYS.matcher(said).find()) {
            return Optional.of(failure(List.of("~"), prefix));
        }
        if (CHANNELS.matcher(said).find()) {
            return Optional.of(failure(List.of("&"), prefix));
        }
        return said.contains(REFUSED) ? Optional.of(failed("something that we need", WHOLE)) : Optional.empty();
    }

    private static Failure failure(List<String> missing, String prefix) {
        TreeSet<String> commands = missing.stream()
                .filter(right -> !right.equals("~") && !right.equals("&"))
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> what = new ArrayList<>();
        StringBuilder grant = new StringBuilder("ACL SETUSER <user>");
        if (!commands.isEmpty()) {
            what.add("the command" + (commands.size() == 1 ? " " : "s ") + String.join(", ", commands));
            commands.forEach(command -> grant.append(" +").append(command));
        }
        if (missing.contains("~")) {
            what.add("the keys " + prefix + ":*");
            grant.append(" ~").append(prefix).append(":*");
        }
        if (missing.contains("&")) {
            what.add("the channels " + prefix + ":*");
            grant.append(" &").append(prefix).append(":*");
        }
        return failed(String.join(" and to ", what), grant.toString());
    }

    private static Failure failed(String what, String remedy) {
        return new Failure(
                Failure.Kind.MISCONFIGURED, "the Redis user lacks the right to " + what + " (NOPERM)", remedy);
    }
}
