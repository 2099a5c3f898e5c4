package dev.lockstitch.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportTest {

    private final Measured measured = Results.measured(rounds());

    private static Map<String, double[]> rounds() {
        Map<String, double[]> rounds = new LinkedHashMap<>();
        rounds.put(Alternatives.RLOCK, new double[] {1_000, 1_100, 1_200});
        rounds.put(Alternatives.LOCKSTITCH, new double[] {3_000, 3_300, 3_600});
        return rounds;
    }

    @Test
    void aRowHasTheMediansOfItsAlternative() {
        assertThat(Table.of(Results.result(measured, all -> List.of())))
                .contains("| alternative | calls/s | × RLock | p50 wait, ms | p99 wait, ms | longest wait, ms |")
                .contains("| RLock | 1,100 | 1.00 | 1.00 | 2.00 | 3.0 | 2.00 |\n")
                .contains("| Lockstitch | 3,300 | 3.00 | 1.00 | 2.00 | 3.0 | 2.00 |\n");
    }

    @Test
    void aGoalIsToldAsReachedOnlyWhenItIs() {
        List<Goal> goals = List.of(
                Goal.atLeast(2.7, "enough", 2.7),
                Goal.atLeast(2.7, "too little", 2.6),
                Goal.atMost(0.1, "little enough", 0.1),
                Goal.atMost(0.1, "too much", 0.11),
                Goal.atMost(0.1, "unknown", Double.NaN),
                Goal.none("for information", 12));

        assertThat(Table.of(Results.result(measured, all -> goals)))
                .contains("| enough | ≥ 2.70 | 2.70 | yes |")
                .contains("| too little | ≥ 2.70 | 2.60 | **no** |")
                .contains("| little enough | ≤ 0.100 | 0.100 | yes |")
                .contains("| too much | ≤ 0.100 | 0.110 | **no** |")
                .contains("| unknown | ≤ 0.100 | – | not measured |")
                .contains("| for information |  | 12 |  |");
    }

    @Test
    void failedCallsAreTold() {
        Measured failed = new Measured("title", Map.of("RLock", List.of(Results.round(10, 0, 7))));

        assertThat(Table.of(Results.result(failed, all -> List.of()))).contains("7 calls of RLock failed");
    }

    @Test
    void whatCouldNotBeMeasuredIsToldAndHasNoGoals() {
        CaseResult whole = Results.result(measured, all -> List.of(Goal.atLeast(1, "a goal", 2)));
        CaseResult nothing = new CaseResult(whole.of(), List.of());

        assertThat(Table.of(nothing)).contains("Not measured").doesNotContain("a goal");
    }

    @Test
    void thePlotIsWellFormedAndItsBarsAreAsLongAsTheRatiosSay() throws Exception {
        Element picture = parsed(Plot.of(Topic.LOCKS, List.of(Results.result(measured, all -> List.of()))));

        NodeList rectangles = picture.getElementsByTagName("rect");
        double rlock = width(rectangles, 1);
        double ours = width(rectangles, 2);
        assertThat(ours / rlock).isBetween(2.95, 3.05);
        assertThat(picture.getTextContent()).contains("a <title> & more", "Lockstitch", "3.00");
    }

    @Test
    void thePlotBringsItsOwnGround() throws Exception {
        Element picture = parsed(Plot.of(Topic.LOCKS, List.of(Results.result(measured, all -> List.of()))));

        Element ground = (Element) picture.getElementsByTagName("rect").item(0);
        assertThat(ground.getAttribute("fill")).isEqualTo("#ffffff");
        assertThat(Integer.parseInt(ground.getAttribute("height")))
                .isEqualTo(Integer.parseInt(picture.getAttribute("height")) - 1);
    }

    @Test
    void theBarOfTheLockWithoutRedisIsCutOffAndMarkedWhereItWouldDwarfTheOthers() throws Exception {
        Map<String, double[]> rounds = rounds();
        rounds.put(Alternatives.FAIR_REENTRANT, new double[] {1e6, 1.1e6, 1.2e6});

        Element picture =
                parsed(Plot.of(Topic.LOCKS, List.of(Results.result(Results.measured(rounds), all -> List.of()))));

        NodeList rectangles = picture.getElementsByTagName("rect");
        assertThat(width(rectangles, 2) / width(rectangles, 1)).isBetween(2.95, 3.05);
        assertThat(width(rectangles, 3)).isLessThan(1.1 * width(rectangles, 2));
        assertThat(picture.getTextContent()).contains("→ 1,000");
    }

    @Test
    void tableAndPlotOfAWholeRunAreWrittenNextToEachOther(@TempDir Path folder) throws Exception {
        new Report(Topic.LOCKS, List.of(Results.result(measured, all -> List.of())), options(folder, 3, List.of()))
                .write();

        assertThat(Files.readString(folder.resolve("whole/locks.md")))
                .contains("(locks.svg)", "3 rounds of 2000 ms", "## A case", "counted in all rounds: 0");
        assertThat(Files.readString(folder.resolve("whole/locks.svg"))).startsWith("<svg ");
    }

    @Test
    void limitsAreComparedWithRRateLimiterInFilesOfTheirOwn(@TempDir Path folder) throws Exception {
        Map<String, List<Round>> rounds = new LinkedHashMap<>();
        rounds.put(LimitAlternatives.RRATELIMITER, List.of(Results.limited(10, 20)));
        rounds.put(Alternatives.LOCKSTITCH, List.of(Results.limited(21, 20)));
        Case limits = new Case("c", "A limit", "How.", Column.REJECTIONS, List.of(), all -> List.of());
        List<CaseResult> results = List.of(new CaseResult(limits, List.of(new Measured("title", rounds))));

        new Report(Topic.LIMITS, results, options(folder, 3, List.of())).write();

        assertThat(Files.readString(folder.resolve("whole/limits.md")))
                .contains("(limits.svg)", "# Rate limits", "beyond burst + rate × time in all rounds: 1.")
                .contains("| alternative | calls/s | × RRateLimiter | p50, µs | p99, µs | granted of allowed |")
                .contains("| RRateLimiter | 1,000 | 1.00 | 1,000.0 | 2,000.0 | 0.500 | 1.00 |");
        assertThat(parsed(Files.readString(folder.resolve("whole/limits.svg"))).getTextContent())
                .contains("Throughput of rate limits, × Redisson's RRateLimiter (= 1)", "title");
    }

    @Test
    void aPermitTooManyIsAComplaintWhoeverGrantedIt() {
        Measured measured = new Measured(
                "title",
                Map.of(
                        "generous", List.of(Results.limited(20, 20), Results.limited(23, 20.5)),
                        "exact", List.of(Results.limited(20, 20))));

        assertThat(Benchmarks.complaints(List.of(Results.result(measured, all -> List.of()))))
                .containsExactly("title: generous granted 3 permits more than burst + rate × time");
    }

    @Test
    void aGlanceDoesNotReplaceTheResultsOfAWholeRun(@TempDir Path folder) {
        assertThat(options(folder, 3, List.of()).folder()).isEqualTo(folder.resolve("whole"));
        assertThat(options(folder, 2, List.of()).folder()).isEqualTo(folder.resolve("partial"));
        assertThat(options(folder, 5, List.of("hot")).folder()).isEqualTo(folder.resolve("partial"));
    }

    private static Options options(Path folder, int rounds, List<String> cases) {
        return new Options(
                cases,
                List.of(),
                rounds,
                Duration.ofSeconds(2),
                Duration.ofSeconds(4),
                100_000,
                folder.resolve("whole"),
                folder.resolve("partial"));
    }

    @Test
    void anOverlapOfAnyoneAndAFailureOfOursAreComplaints() {
        Measured bad = new Measured(
                "title",
                Map.of(
                        Alternatives.LOCKSTITCH, List.of(Results.round(10, 0, 5)),
                        Alternatives.RLOCK, List.of(Results.round(10, 2, 5))));

        assertThat(Benchmarks.complaints(List.of(Results.result(bad, all -> List.of()))))
                .containsExactly("A case: critical sections overlapped 2 times", "title: 5 calls of Lockstitch failed");
        assertThat(Benchmarks.complaints(List.of(Results.result(measured, all -> List.of()))))
                .isEmpty();
    }

    private static Element parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)))
                .getDocumentElement();
    }

    private static double width(NodeList rectangles, int index) {
        return Double.parseDouble(((Element) rectangles.item(index)).getAttribute("width"));
    }
}
