package dev.lockstitch.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class KeyNamesTest {

    private final KeyNames names = new KeyNames("shop");

    @Example
    void aNameHasPrefixKindAndHashTag() {
        assertThat(names.of("lock", "order:42")).isEqualTo("shop:lock:{order:42}");
        assertThat(names.of("lock", "order:42", "fence")).isEqualTo("shop:lock:{order:42}:fence");
        assertThat(names.channel("wake", "n1")).isEqualTo("shop:wake:n1");
    }

    @Example
    void bracesAndBackslashesGetEscapes() {
        assertThat(names.of("lock", "a{b}\\c", "{x}")).isEqualTo("shop:lock:{a\\<b\\>\\\\c}:\\<x\\>");
    }

    @Example
    void loneSurrogatesGetEscapesAndPairsStay() {
        assertThat(names.of("lock", "a\ud83d")).isEqualTo("shop:lock:{a\\ud83d}");
        assertThat(names.of("lock", "\ude00\ud83d\ude00")).isEqualTo("shop:lock:{\\ude00\ud83d\ude00}");
    }

    @Example
    void aLongKeyIsHashedAndShowsItsBeginning() {
        assertThat(names.of("lock", "k".repeat(200))).isEqualTo("shop:lock:{" + "k".repeat(200) + "}");
        assertThat(names.of("lock", "k".repeat(201)))
                .matches("shop:lock:\\{k{40}\\\\#[0-9a-f]{64}}")
                .isNotEqualTo(names.of("lock", "k".repeat(202)));
    }

    /** The cut of the part that is shown falls into the escape, whose first half would then hide the mark of the hash. */
    @Example
    void aShortKeyCannotPretendToBeAHashedOne() throws Exception {
        String beginning = "k".repeat(39);
        String hashed = beginning + "\\" + "x".repeat(200);
        String escaped = beginning + "\\\\" + "x".repeat(200);
        String hash = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(escaped.getBytes(StandardCharsets.UTF_8)));

        assertThat(names.of("lock", beginning + "\\#" + hash)).isNotEqualTo(names.of("lock", hashed));
    }

    @Property(tries = 2000)
    void differentKeysHaveDifferentNames(@ForAll("keys") String one, @ForAll("keys") String other) {
        Assume.that(!one.equals(other));
        assertThat(names.of("lock", one)).isNotEqualTo(names.of("lock", other));
        assertThat(names.of("lock", "k", one)).isNotEqualTo(names.of("lock", "k", other));
    }

    @Property(tries = 1000)
    void keyAndSuffixCannotBeMistakenForEachOther(
            @ForAll("keys") String key,
            @ForAll("keys") String suffix,
            @ForAll("keys") String otherKey,
            @ForAll("keys") String otherSuffix) {
        Assume.that(!key.equals(otherKey) || !suffix.equals(otherSuffix));
        assertThat(names.of("lock", key, suffix)).isNotEqualTo(names.of("lock", otherKey, otherSuffix));
        assertThat(names.of("lock", key, suffix)).isNotEqualTo(names.of("lock", otherKey));
    }

    @Property(tries = 1000)
    void everyNameHasOneTagIsNotTooLongAndIsWellFormedUtf16(@ForAll("keys") String key) throws Exception {
        String name = names.of("lock", key);
        assertThat(name.chars().filter(c -> c == '{').count()).isEqualTo(1);
        assertThat(name.chars().filter(c -> c == '}').count()).isEqualTo(1);
        assertThat(name).endsWith("}").hasSizeLessThan(400);
        assertThat(roundTrip(name)).isEqualTo(name);
    }

    private static String roundTrip(String text) throws CharacterCodingException {
        ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(java.nio.CharBuffer.wrap(text));
        return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    }

    /** Few different characters, the dangerous ones among them, so that keys come close to each other. */
    @Provide
    Arbitrary<String> keys() {
        Arbitrary<String> brief = Arbitraries.strings()
                .withChars('a', ':', '\\', '{', '}', '<', '>', '#', '\ud83d', '\ude00', 'u', 'd')
                .ofMaxLength(8);
        Arbitrary<Integer> times = Arbitraries.of(0, 0, 37, 38, 39, 40, 100, 198, 199, 200, 201);
        return Combinators.combine(times, brief, brief, times)
                .as((before, one, other, between) -> "x".repeat(before) + one + "y".repeat(between) + other);
    }
}
