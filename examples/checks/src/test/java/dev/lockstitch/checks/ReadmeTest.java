package dev.lockstitch.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the README shows is what is built and run. */
class ReadmeTest {

    private static final Set<String> CHECKED = Set.of("java", "xml", "yaml", "properties");
    private static final List<Snippet> README = Snippet.of(Repository.lines(Repository.ROOT.resolve("README.md")));

    @Test
    void everySnippetStandsInAFileThatIsBuiltOrRun() {
        List<List<String>> examples =
                Repository.files(Repository.ROOT.resolve("examples"), ReadmeTest::isBuiltOrRun).stream()
                        .map(Repository::lines)
                        .toList();

        assertThat(checked())
                .isNotEmpty()
                .allSatisfy(snippet -> assertThat(examples)
                        .as("the block at line %d of README.md stands in no example", snippet.firstLine())
                        .anyMatch(snippet::occursIn));
    }

    /** The poms of the examples, what they compile, and what they read at run time. */
    private static boolean isBuiltOrRun(String path) {
        return path.matches("[^/]+/pom\\.xml")
                || path.matches("[^/]+/src/(main|test)/java/.+\\.java")
                || path.matches("[^/]+/src/(main|test)/resources/.+\\.(xml|yaml|yml|properties)");
    }

    @Test
    void bothWeavingModesAndTheUseInCodeAreShown() {
        assertThat(checked()).extracting(Snippet::language).contains("java", "xml");
        assertThat(checked().stream().flatMap(snippet -> snippet.lines().stream()))
                .anyMatch(line -> line.contains("aspectj-maven-plugin"))
                .anyMatch(line -> line.contains("-javaagent"));
    }

    @Test
    void theTwoCommandsStandAloneAndAreWhatTheAutomatedBuildRuns() throws Exception {
        String test = onlyCommandUnder("Test it");
        String run = onlyCommandUnder("Run it");

        assertThat(listedByAutomatedBuild()).containsExactly(test, run);
    }

    @Test
    void theBenchmarksHaveACommandForLocksAndOneForLimitsThatTurnTheirProfileOn() {
        List<String> commands = README.stream()
                .filter(snippet -> snippet.heading().equals("Benchmarks"))
                .map(snippet -> String.join("\n", snippet.lines()))
                .toList();
        assertThat(commands)
                .hasSize(2)
                .allSatisfy(command -> assertThat(command)
                        .startsWith("mvn ")
                        .contains("-Pbenchmarks", "examples/benchmarks")
                        .doesNotContain("\n"));
        assertThat(commands.get(1)).isEqualTo(commands.get(0) + " -Dbench.what=limits");
    }

    private static String onlyCommandUnder(String heading) {
        List<Snippet> blocks = README.stream()
                .filter(snippet -> snippet.heading().equals(heading))
                .toList();
        assertThat(blocks).as("blocks under ## %s", heading).hasSize(1);
        assertThat(blocks.get(0).lines()).as("lines under ## %s", heading).hasSize(1);
        return blocks.get(0).lines().get(0);
    }

    private static List<String> listedByAutomatedBuild() throws IOException, InterruptedException {
        Process build = new ProcessBuilder("bash", ".ci/run", "--list")
                .directory(Repository.ROOT.toFile())
                .redirectErrorStream(true)
                .start();
        build.getOutputStream().close();
        String output = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(build.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(build.exitValue()).as(output).isZero();
        return output.lines().toList();
    }

    private static List<Snippet> checked() {
        return README.stream()
                .filter(snippet -> CHECKED.contains(snippet.language()))
                .toList();
    }
}
