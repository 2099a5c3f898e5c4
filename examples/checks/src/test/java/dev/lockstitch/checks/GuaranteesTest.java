package dev.lockstitch.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is promised is shown by tests that there are. */
class GuaranteesTest {

    private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");
    private static final Pattern PARENTS =
            Pattern.compile("(?:class|interface) \\w+ (?:extends|implements) ([^{]+)\\{");
    private static final Pattern MARK =
            Pattern.compile("@(?:Test|Property|ParameterizedTest|RepeatedTest|TestFactory)\\b");
    private static final Set<String> HEADS = Set.of(
            "| What is promised | Under | Bound | Shown by |", "| What may happen | Why | What to do | Shown by |");
    private static final List<String> PAGE = Repository.lines(Repository.ROOT.resolve("GUARANTEES.md"));
    private static final List<Path> TESTS =
            Repository.files(Repository.ROOT, path -> path.matches(".*src/test/java/.+\\.java"));

    @Test
    void everyPromiseNamesATest() {
        assertThat(promises())
                .hasSizeGreaterThan(10)
                .allSatisfy(row -> assertThat(TEST.matcher(row).find()).as(row).isTrue());
    }

    /** The rows of the tables, without their heads. */
    private static List<String> promises() {
        return PAGE.stream()
                .filter(line -> line.startsWith("| ") && !HEADS.contains(line))
                .toList();
    }

    @Test
    void everyTestThatIsNamedIsThere() {
        assertThat(PAGE).allSatisfy(line -> {
            for (Matcher test = TEST.matcher(line); test.find(); ) {
                assertThat(isThere(test.group(1), test.group(2)))
                        .as(test.group())
                        .isTrue();
            }
        });
    }

    @Test
    void aTestThatIsNotThereWouldBeNoticed() {
        assertThat(isThere("GuaranteesTest", "everyPromiseNamesATest")).isTrue();
        assertThat(isThere("GuaranteesTest", "noSuchTest")).isFalse();
        assertThat(isThere("NoSuchTest", "everyPromiseNamesATest")).isFalse();
    }

    @Test
    void theReadmeLeadsThere() {
        assertThat(Repository.read(Repository.ROOT.resolve("README.md"))).contains("](GUARANTEES.md)");
    }

    /** In that class, or in what it inherits. */
    private static boolean isThere(String className, String method) {
        Optional<Path> file = TESTS.stream()
                .filter(path -> path.getFileName().toString().equals(className + ".java"))
                .findFirst();
        if (file.isEmpty()) {
            return false;
        }
        String source = Repository.read(file.get());
        if (isTest(source, method)) {
            return true;
        }
        Matcher parents = PARENTS.matcher(source);
        return parents.find()
                && Pattern.compile("\\W+").splitAsStream(parents.group(1)).anyMatch(parent -> isThere(parent, method));
    }

    /** Whether between that method and the member before it stands one of the marks of a test. */
    private static boolean isTest(String source, String method) {
        String head = "";
        for (String line : source.lines().toList()) {
            if (Pattern.compile("(?:void|Stream<DynamicTest>) " + method + "\\(")
                    .matcher(line)
                    .find()) {
                return MARK.matcher(head).find();
            }
            head = line.equals("    }") ? "" : head + line + '\n';
        }
        return false;
    }
}
