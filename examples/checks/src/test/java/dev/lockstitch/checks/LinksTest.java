package dev.lockstitch.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Where a page leads there is something. */
class LinksTest {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s:]*)\\)");
    private static final List<String> PAGES = List.of("README.md", "GUARANTEES.md");

    @Test
    void everyLinkLeadsToAFileAndToAHeadingOfIt() {
        assertThat(PAGES)
                .allSatisfy(page -> assertThat(links(page))
                        .isNotEmpty()
                        .allSatisfy(link -> assertThat(leadsSomewhere(page, link))
                                .as(page + ": " + link)
                                .isTrue()));
    }

    @Test
    void aLinkThatLeadsNowhereWouldBeNoticed() {
        assertThat(leadsSomewhere("GUARANTEES.md", "README.md#fencing")).isTrue();
        assertThat(leadsSomewhere("README.md", "#no-such-heading")).isFalse();
        assertThat(leadsSomewhere("README.md", "NO-SUCH-PAGE.md")).isFalse();
    }

    @Test
    void noHeadingStandsTwice() {
        assertThat(PAGES).allSatisfy(page -> assertThat(headings(page)).as(page).doesNotHaveDuplicates());
    }

    private static Set<String> links(String page) {
        return LINK.matcher(Repository.read(Repository.ROOT.resolve(page)))
                .results()
                .map(MatchResult::group)
                .map(link -> link.substring(2, link.length() - 1))
                .collect(Collectors.toSet());
    }

    private static boolean leadsSomewhere(String from, String link) {
        String file = link.replaceFirst("#.*", "");
        String page = file.isEmpty() ? from : file;
        if (!Files.exists(Repository.ROOT.resolve(page))) {
            return false;
        }
        return !link.contains("#") || headings(page).contains(link.replaceFirst(".*#", ""));
    }

    /** As a forge makes anchors of them; what looks like one inside a block of code is none. */
    private static List<String> headings(String page) {
        String text = Repository.read(Repository.ROOT.resolve(page)).replaceAll("(?ms)^ *```.*?^ *```", "");
        return text.lines()
                .filter(line -> line.matches("#+ .*"))
                .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
                .map(line -> line.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .toList();
    }
}
