package dev.lockstitch.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The results as Markdown. */
final class Table {

    private Table() {}

    static String of(CaseResult result) {
        StringBuilder text = new StringBuilder("## " + result.of().title() + "\n\n");
        text.append(result.of().explanation()).append('\n');
        for (Measured measured : result.measured()) {
            if (result.of().experiments().size() > 1) {
                text.append("\n**").append(measured.title()).append("**\n");
            }
            text.append('\n').append(rows(result.of().columns(), measured));
            text.append(failures(measured));
        }
        if (result.measured().size() < result.of().experiments().size()) {
            text.append("\nNot measured: it needs a JDK 25, and there was none.\n");
        }
        return text.append('\n').append(goals(result.goals())).toString();
    }

    private static String rows(List<Column> columns, Measured measured) {
        String headings = columns.stream().map(Column::heading).collect(Collectors.joining(" | "));
        String rules = columns.stream().map(column -> "---:").collect(Collectors.joining(" | "));
        return "| alternative | " + headings + " |\n| --- | " + rules + " |\n"
                + measured.alternatives().stream()
                        .map(alternative -> row(columns, measured, alternative))
                        .collect(Collectors.joining());
    }

    private static String row(List<Column> columns, Measured measured, String alternative) {
        return "| " + alternative + " | "
                + columns.stream()
                        .map(column -> column.text(measured, alternative))
                        .collect(Collectors.joining(" | "))
                + " |\n";
    }

    private static String failures(Measured measured) {
        return measured.alternatives().stream()
                .filter(alternative -> measured.failed(alternative) > 0)
                .map(alternative -> "\n" + measured.failed(alternative) + " calls of " + alternative
                        + " failed, so that its figures say little.\n")
                .collect(Collectors.joining());
    }

    private static String goals(List<Goal> goals) {
        if (goals.isEmpty()) {
            return "";
        }
        return "| Lockstitch | goal | measured | reached |\n| --- | ---: | ---: | --- |\n"
                + goals.stream().map(Table::goal).collect(Collectors.joining());
    }

    private static String goal(Goal goal) {
        return "| " + goal.what() + " | " + bound(goal) + " | " + number(goal.measured()) + " | " + verdict(goal)
                + " |\n";
    }

    private static String bound(Goal goal) {
        return goal.isNone() ? "" : (goal.most() ? "≤ " : "≥ ") + number(goal.bound());
    }

    private static String verdict(Goal goal) {
        if (goal.isNone()) {
            return "";
        }
        if (Double.isNaN(goal.measured())) {
            return "not measured";
        }
        return goal.reached() ? "yes" : "**no**";
    }

    /** Three digits that count, or all before the point. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        if (value == Math.rint(value) || Math.abs(value) >= 100) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        if (Math.abs(value) >= 10) {
            return String.format(Locale.ROOT, "%.1f", value);
        }
        return String.format(Locale.ROOT, Math.abs(value) < 1 ? "%.3f" : "%.2f", value);
    }
}
