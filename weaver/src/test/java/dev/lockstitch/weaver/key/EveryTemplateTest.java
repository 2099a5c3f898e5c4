package dev.lockstitch.weaver.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstitch.KeyVariable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Placeholders of every kind, side by side with hostile literals: what differs in a value differs in the key. */
class EveryTemplateTest {

    /** How a value gets into the key. */
    enum Kind {
        POSITION,
        NAME,
        PATH,
        DEEP_PATH,
        MAP,
        OPTIONAL,
        VARIABLE,
        HASHED_POSITION,
        HASHED_PATH,
        HASHED_VARIABLE
    }

    public record Box(Object inner) {}

    /** A template with its literals, of which there is one more than placeholders. */
    private record Shape(List<Kind> kinds, List<String> literals) {

        String template() {
            StringBuilder template = new StringBuilder(braced(literals.get(0)));
            for (int i = 0; i < kinds.size(); i++) {
                template.append('{').append(placeholder(i)).append('}').append(braced(literals.get(i + 1)));
            }
            return template.toString();
        }

        private String placeholder(int i) {
            String name = "p" + i;
            return switch (kinds.get(i)) {
                case POSITION -> "" + i;
                case NAME, OPTIONAL -> name;
                case PATH -> name + ".inner";
                case DEEP_PATH -> i + ".inner.inner.inner";
                case MAP -> name + ".entry";
                case VARIABLE -> "#v-" + i + ".x";
                case HASHED_POSITION -> i + "|hash";
                case HASHED_PATH -> name + ".inner|hash";
                case HASHED_VARIABLE -> "#v-" + i + ".x|hash";
            };
        }

        private static String braced(String literal) {
            return literal.replace("{", "{{").replace("}", "}}");
        }

        String render(List<String> values) {
            Object[] args = new Object[kinds.size()];
            List<Class<?>> types = new ArrayList<>();
            List<String> names = new ArrayList<>();
            Map<String, Supplier<KeyVariable>> variables = new HashMap<>();
            for (int i = 0; i < args.length; i++) {
                String value = values.get(i);
                args[i] = switch (kinds.get(i)) {
                    case PATH, HASHED_PATH -> new Box(value);
                    case DEEP_PATH -> new Box(Optional.of(new Box(Map.of("inner", value))));
                    case MAP -> Map.of("entry", value, "other", "x");
                    case OPTIONAL -> Optional.of(Optional.of(value));
                    case VARIABLE, HASHED_VARIABLE -> "unused";
                    default -> value;
                };
                types.add(Object.class);
                names.add("p" + i);
                variables.put("v-" + i + ".x", () -> () -> value);
            }
            MethodShape method = new MethodShape("Shop.pay", Object.class, true, types, names);
            return KeyTemplate.compile(template(), method, "key").render(null, args, variables);
        }
    }

    private static final String[] TRICKY = {
        "%",
        ".",
        "%.",
        "%2",
        "%25",
        "%uD83D",
        "%3A",
        ":",
        "{",
        "}",
        "{0}",
        "{{",
        "}}",
        "|hash",
        "#",
        "\\",
        "\\<",
        "\"",
        " ",
        "\0",
        "\n",
        "a",
        "b",
        "0",
        "-",
        "-1",
        "é",
        "e\u0301",
        "😀",
        "\uD83D",
        "\uDE00",
        "null",
        "a:b",
        "0123456789abcdef"
    };

    @Property(tries = 1_000)
    void theKeysAreTheSameExactlyWhenTheValuesAre(
            @ForAll("shapes") Shape shape, @ForAll("values") List<String> some, @ForAll("values") List<String> others) {
        List<String> one = some.subList(0, shape.kinds().size());
        List<String> other = others.subList(0, shape.kinds().size());
        assertThat(shape.render(one).equals(shape.render(other)))
                .as("%s with %s and %s", shape.template(), one, other)
                .isEqualTo(one.equals(other));
    }

    /** What stands between two values goes to the end of the first, or to the beginning of the second. */
    @Property(tries = 500)
    void whereOneValueEndsAndTheNextBeginsIsSeen(
            @ForAll("shapes") Shape shape, @ForAll("values") List<String> values, @ForAll("texts") String moved) {
        if (shape.kinds().size() < 2) {
            return;
        }
        List<String> one = new ArrayList<>(values.subList(0, shape.kinds().size()));
        List<String> other = new ArrayList<>(one);
        String between =
                shape.literals().get(1).isEmpty() ? moved : shape.literals().get(1);
        one.set(0, one.get(0) + between);
        other.set(1, between + other.get(1));
        assertThat(shape.render(one)).as("%s", shape.template()).isNotEqualTo(shape.render(other));
    }

    @Property(tries = 300)
    void noValueLeavesItsPlace(@ForAll("shapes") Shape shape, @ForAll("values") List<String> values) {
        List<String> given = values.subList(0, shape.kinds().size());
        String key = shape.render(given);
        List<String> literals = shape.literals();
        assertThat(key).startsWith(literals.get(0)).endsWith(literals.get(literals.size() - 1));
        long braces = literals.stream()
                .flatMapToInt(String::chars)
                .filter(c -> c == '{' || c == '}')
                .count();
        assertThat(key.chars().filter(c -> c == '{' || c == '}').count()).isEqualTo(braces);
    }

    /** Values are told apart by their text: equal numbers of different scale are two keys, and 1 is "1". */
    @Example
    void valuesOfAllTypesGoByTheirText() {
        assertThat(render(new BigDecimal("1.0"))).isEqualTo("k:1.0").isNotEqualTo(render(new BigDecimal("1.00")));
        assertThat(render(new BigDecimal("1E+3"))).isEqualTo("k:1E+3").isNotEqualTo(render(new BigDecimal("1000")));
        assertThat(render(0.0)).isEqualTo("k:0.0").isNotEqualTo(render(-0.0));
        assertThat(render(1.0)).isEqualTo(render(1.0f)).isEqualTo(render("1.0"));
        assertThat(render(1))
                .isEqualTo(render(1L))
                .isEqualTo(render((byte) 1))
                .isEqualTo(render("1"))
                .isEqualTo("k:1");
        assertThat(render(OptionalInt.of(1))).isEqualTo("k:1");
        assertThat(render(BigInteger.TEN.pow(400))).hasSize(403);
        assertThat(render(Double.NaN)).isEqualTo("k:NaN");
        assertThat(render(Long.MIN_VALUE)).isEqualTo("k:-9223372036854775808");
        assertThat(render('{')).isEqualTo("k:%7B");
        assertThat(render(TimeUnit.DAYS)).isEqualTo("k:DAYS").isEqualTo(render("DAYS"));
        UUID id = new UUID(1, 2);
        assertThat(render(id)).isEqualTo("k:" + id);
        assertThat(render(true)).isEqualTo("k:true");
    }

    @Example
    void aMegabyteIsRenderedWholeAndToldApartAtItsEnd() {
        String megabyte = "😀{}\n".repeat(1 << 17);
        Set<String> keys = new HashSet<>(List.of(render(megabyte), render(megabyte + "a"), render(megabyte + "b")));
        assertThat(keys).hasSize(3);
    }

    private static String render(Object value) {
        return Shapes.render("k:{a}", value);
    }

    @Provide
    Arbitrary<Shape> shapes() {
        return Arbitraries.integers()
                .between(1, 3)
                .flatMap(count -> Combinators.combine(
                                Arbitraries.of(Kind.class).list().ofSize(count),
                                literals().list().ofSize(count + 1))
                        .as(Shape::new));
    }

    private static Arbitrary<String> literals() {
        return Arbitraries.of(TRICKY).list().ofMinSize(0).ofMaxSize(2).map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<List<String>> values() {
        return texts().list().ofSize(3);
    }

    /** Few and short, so that two are often the same. */
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(3, Arbitraries.of(TRICKY)),
                net.jqwik.api.Tuple.of(
                        2,
                        Arbitraries.of(TRICKY).list().ofMinSize(1).ofMaxSize(3).map(parts -> String.join("", parts))),
                net.jqwik.api.Tuple.of(
                        1, Arbitraries.strings().all().ofMinLength(1).ofMaxLength(6)));
    }
}
