package dev.lockstitch.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The ratios to the best known alternative as bars, an SVG picture. It has a ground of its own, so that it can be read on a white page and on a
 * dark one alike. Each group has a scale of its own: the groups differ by more than a common one could show. The bar of the
 * lock that needs no Redis is cut off, and marked so, where it would dwarf the others.
 */
final class Plot {

    private static final int WIDTH = 760;
    private static final int MARGIN = 24;
    private static final int BARS = 190;
    private static final int LONGEST_BAR = 460;
    private static final int CUT_OFF = LONGEST_BAR + 10;
    private static final int LINE = 22;
    private static final String OURS = "#c2410c";
    private static final String THEIRS = "#64748b";

    private final StringBuilder elements = new StringBuilder();
    private final Topic topic;
    private int y = MARGIN + 8;

    private Plot(Topic topic) {
        this.topic = topic;
    }

    /** Leaves out what has no such ratio, and what is about the cost of a call rather than throughput. */
    static String of(Topic topic, List<CaseResult> results) {
        Plot plot = new Plot(topic);
        plot.heading();
        results.stream()
                .filter(result -> result.of().columns().contains(Column.THROUGHPUT))
                .flatMap(result -> result.measured().stream())
                .filter(measured ->
                        measured.alternatives().contains(topic.ratio().base()))
                .forEach(plot::group);
        return plot.document();
    }

    private void heading() {
        text(
                MARGIN,
                "title",
                "start",
                "Throughput of " + topic.what() + ", × Redisson's "
                        + topic.ratio().base() + " (= 1)");
        y += LINE + 8;
    }

    private void group(Measured measured) {
        text(MARGIN, "group", "start", measured.title());
        List<Bar> bars = new ArrayList<>();
        for (String alternative : measured.alternatives()) {
            bars.add(new Bar(alternative, topic.ratio().figure(measured, alternative)));
        }
        double most = scale(bars);
        int top = y + 8;
        int one = BARS + (int) Math.round(LONGEST_BAR / most);
        elements.append(String.format(
                Locale.ROOT, "<path class=\"one\" d=\"M%d %dV%d\"/>\n", one, top, top + LINE * bars.size()));
        bars.forEach(bar -> bar(bar, most));
        y += LINE + 12;
    }

    /** The longest ratio; the lock without Redis counts as long as the others stay legible beside it. */
    private static double scale(List<Bar> bars) {
        double most = 1;
        double floor = 1;
        for (Bar bar : bars) {
            if (bar.alternative().equals(Alternatives.FAIR_REENTRANT)) {
                floor = bar.ratio();
            } else {
                most = Math.max(most, bar.ratio());
            }
        }
        return floor < 2 * most ? Math.max(floor, most) : most;
    }

    private void bar(Bar bar, double most) {
        y += LINE;
        double whole = LONGEST_BAR * bar.ratio() / most;
        int length = (int) Math.max(1, Math.min(CUT_OFF, Math.round(whole)));
        String colour = bar.alternative().equals(Alternatives.LOCKSTITCH) ? OURS : THEIRS;
        text(BARS - 8, "label", "end", bar.alternative());
        elements.append(String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"14\" rx=\"2\" fill=\"%s\"/>\n",
                BARS,
                y - 11,
                length,
                colour));
        String cut = whole > CUT_OFF ? "→ " : "";
        text(BARS + length + 6, "label", "start", cut + String.format(Locale.ROOT, "%,.2f", bar.ratio()));
    }

    private void text(int x, String style, String anchor, String content) {
        elements.append(String.format(
                Locale.ROOT,
                "<text class=\"%s\" x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>\n",
                style,
                x,
                y,
                anchor,
                escaped(content)));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private String document() {
        return String.format(
                Locale.ROOT,
                """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img" \
                aria-label="Throughput of %6$s against %7$s">
                <style>
                text { font-family: system-ui, sans-serif; fill: #1e293b; }
                .title { font-size: 17px; font-weight: 600; }
                .group { font-size: 14px; font-weight: 600; }
                .label { font-size: 13px; paint-order: stroke; stroke: #ffffff; stroke-width: 3px; }
                .one { stroke: #1e293b; stroke-width: 1; stroke-dasharray: 3 3; }
                </style>
                <rect x="0.5" y="0.5" width="%3$d" height="%4$d" rx="8" fill="#ffffff" stroke="#94a3b8"/>
                %5$s</svg>
                """,
                WIDTH,
                y,
                WIDTH - 1,
                y - 1,
                elements,
                topic.what(),
                topic.ratio().base());
    }

    private record Bar(String alternative, double ratio) {}
}
