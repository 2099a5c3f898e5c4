package dev.lockstitch.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The consumers stand alone, as users' projects do, and so have to be kept at the versions of this one. */
class ConsumerPomsTest {

    private static final Pom ROOT = Pom.at(Repository.ROOT.resolve("pom.xml"));

    static List<Path> consumers() {
        List<Path> poms =
                Repository.files(Repository.ROOT.resolve("examples"), path -> path.matches("consumer-[^/]+/pom\\.xml"));
        assertThat(poms).as("the consumers").hasSizeGreaterThanOrEqualTo(3);
        return poms;
    }

    @ParameterizedTest
    @MethodSource("consumers")
    void versionsAreThoseOfThisBuild(Path pom) {
        Map<String, String> expected = new HashMap<>(ROOT.versionProperties());
        expected.put("lockstitch.version", ROOT.version());

        assertThat(Pom.at(pom).versionProperties())
                .containsKey("lockstitch.version")
                .allSatisfy((name, version) -> assertThat(expected).containsEntry(name, version));
    }

    @ParameterizedTest
    @MethodSource("consumers")
    void pluginsArePinnedToThoseOfThisBuild(Path pom) {
        Map<String, String> expected = ROOT.plugins();

        assertThat(Pom.at(pom).plugins())
                .containsKeys(pinnedByDefault().toArray(String[]::new))
                .allSatisfy((plugin, version) -> assertThat(expected).containsEntry(plugin, version));
    }

    /** What Maven would choose a version for if the pom did not. */
    private static Stream<String> pinnedByDefault() {
        return Stream.of("clean", "resources", "compiler", "surefire", "jar", "install", "deploy", "site")
                .map(name -> "maven-" + name + "-plugin");
    }

    @ParameterizedTest
    @MethodSource("consumers")
    void aConsumerHasNoParent(Path pom) {
        assertThat(Pom.at(pom).hasParent()).isFalse();
    }
}
