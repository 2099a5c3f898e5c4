package dev.lockstitch.quickstart;

import dev.lockstitch.quickstart.Verdict.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;

/** The table at the end, and the exit code that goes with it. Not thread-safe. */
final class Report {

    private record Line(String step, Verdict verdict) {}

    private final List<Line> lines = new ArrayList<>();

    void add(String step, Verdict verdict) {
        lines.add(new Line(step, verdict));
    }

    /** 0 when no verdict failed, else 1. */
    int exitCode() {
        return count(Outcome.FAILED) == 0 && !lines.isEmpty() ? 0 : 1;
    }

    List<String> table() {
        int step = width("what is shown", line -> line.step().length());
        int happened = width("what happened", line -> line.verdict().happened().length());
        String form = "%-" + step + "s  %-" + happened + "s  %s";
        List<String> table = new ArrayList<>();
        table.add(String.format(Locale.ROOT, form, "what is shown", "what happened", "verdict"));
        table.add("─".repeat(step) + "  " + "─".repeat(happened) + "  " + "─".repeat(9));
        for (Line line : lines) {
            Verdict verdict = line.verdict();
            table.add(String.format(Locale.ROOT, form, line.step(), verdict.happened(), verdict.outcome()));
            verdict.evidence().forEach(text -> table.add(" ".repeat(step) + "  " + text));
        }
        table.add("");
        table.add(summary());
        return table;
    }

    private String summary() {
        return String.format(
                Locale.ROOT,
                "%d good, %d failed, %d skipped.",
                count(Outcome.GOOD),
                count(Outcome.FAILED),
                count(Outcome.SKIPPED));
    }

    private long count(Outcome outcome) {
        return lines.stream()
                .filter(line -> line.verdict().outcome() == outcome)
                .count();
    }

    private int width(String heading, ToIntFunction<Line> width) {
        return Math.max(heading.length(), lines.stream().mapToInt(width).max().orElse(0));
    }
}
