package dev.lockstitch.weaver.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstitch.InvalidKeyException;
import dev.lockstitch.KeyVariable;
import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InvalidKeyTest {

    private static final String REMEDY =
            "; calls that lack it must not share a key: give it a value, or build the key from something else";

    private final RuntimeException failure = new IllegalStateException("secret");
    private final Failing failing = new Failing(failure);

    public record Order(@Nullable Object customer) {}

    /** Fails wherever it is asked. */
    @SuppressWarnings("DoNotCallSuggester")
    public static final class Failing implements KeyVariable {

        private final RuntimeException failure;

        Failing(RuntimeException failure) {
            this.failure = failure;
        }

        public String getId() {
            throw failure;
        }

        public String getChecked() throws Exception {
            throw new Exception(failure);
        }

        public String getFatal() {
            throw new StackOverflowError();
        }

        @Override
        public String toString() {
            throw failure;
        }

        @Override
        public String value() {
            throw failure;
        }
    }

    /** Has no text, though it says it has. */
    public static final class Textless {

        @Override
        @SuppressWarnings({"NullAway", "ToStringReturnsNull"}) // what a careless class does
        public String toString() {
            return null;
        }
    }

    @Test
    void aNullAnywhereOnThePath() {
        refused("order:{a}", null, "a is null" + REMEDY);
        refused("{0.customer.id}", null, "0 is null" + REMEDY);
        refused("{a.customer.id}", new Order(null), "a.customer is null" + REMEDY);
        refused("{a.customer}", new Order(null), "a.customer is null" + REMEDY);
        refused("{a|hash}", null, "a is null" + REMEDY);
        refused("{a.id}", Map.of("no", 1), "a.id is null" + REMEDY);
    }

    @Test
    void anEmptyOptional() {
        refused("{a}", Optional.empty(), "a is null" + REMEDY);
        refused("{a}", OptionalInt.empty(), "a is null" + REMEDY);
        refused("{a.customer.id}", new Order(Optional.empty()), "a.customer is null" + REMEDY);
    }

    @Test
    void anEmptyText() {
        refused("order:{a}", "", "a is empty" + REMEDY);
        refused("{a|hash}", "", "a is empty" + REMEDY);
        refused("{a.customer}", new Order(CharBuffer.allocate(0)), "a.customer is empty" + REMEDY);
        refused("{a}", new Textless(), "a has a toString() that returns null" + REMEDY);
    }

    @Test
    void aValueWithoutATextOfItsOwn() {
        String remedy = ", which has no text of its own; name a property, such as {a.id}";
        refused("{a}", new Object(), "a is a java.lang.Object" + remedy);
        refused("{a}", new int[] {1}, "a is a int[]" + remedy);
        refused("{a}", new String[][] {}, "a is a java.lang.String[][]" + remedy);
        refused("{a}", Arrays.asList(1, 2), "a is a java.util.Arrays$ArrayList" + remedy);
        refused("{a|hash}", new TreeMap<>(), "a is a java.util.TreeMap" + remedy);
        refused("{a}", new InvalidKeyTest(), "a is a " + InvalidKeyTest.class.getName() + remedy);
        refused(
                "{a.customer}",
                new Order(List.of()),
                "a.customer is a " + List.of().getClass().getTypeName()
                        + ", which has no text of its own; name a property, such as {a.customer.id}");
    }

    @Test
    void aPropertyThatIsNotThere() {
        refused(
                "{a.customr.id}",
                new Order("x"),
                "a is a " + Order.class.getName() + ", which has no property \"customr\""
                        + " (record component, getter, public field or public method without arguments);"
                        + " did you mean \"customer\"?");
        refused(
                "{a.customer.id}",
                new Order("x"),
                "a.customer is a java.lang.String, which has no property \"id\""
                        + " (record component, getter, public field or public method without arguments)");
    }

    @Test
    void aPropertyThatThrows() {
        String what = "a is a " + Failing.class.getName();
        assertThat(refused(
                        "{a.id}", failing, what + " whose \"id\" threw java.lang.IllegalStateException; see the cause"))
                .hasCause(failure);
        assertThat(refused(
                        "{a.checked}", failing, what + " whose \"checked\" threw java.lang.Exception; see the cause"))
                .hasRootCause(failure);
        assertThat(refused(
                        "{a}",
                        failing,
                        what + " whose toString() threw java.lang.IllegalStateException; see the cause"))
                .hasCause(failure);
        assertThat(refused(
                        "{a.id}",
                        new TreeMap<>(Map.of(1, 2)),
                        "a is a java.util.TreeMap whose \"id\" threw java.lang.ClassCastException; see the cause"))
                .hasCauseInstanceOf(ClassCastException.class);
    }

    @Test
    void anErrorOfTheMachineIsPassedOn() {
        assertThatThrownBy(() -> Shapes.render("{a.fatal}", failing)).isInstanceOf(StackOverflowError.class);
    }

    @Test
    void aClassInAClosedModule() {
        TimeZone zone = TimeZone.getTimeZone("Europe/Paris");
        refused(
                "{a.lastRuleInstance}",
                zone,
                "a is closed to this library: module java.base does not open sun.util.calendar, so"
                        + " \"getLastRuleInstance\" of sun.util.calendar.ZoneInfo cannot be read; add"
                        + " \"opens sun.util.calendar;\" to its module-info, or start Java with"
                        + " --add-opens java.base/sun.util.calendar=ALL-UNNAMED");
        assertThat(Shapes.render("{a.ID}", zone))
                .as("declared by a public class")
                .isEqualTo("Europe/Paris");
    }

    @Test
    void aVariableThatIsNotBound() {
        variableRefused(
                Map.of("b", () -> () -> "x", "a", () -> () -> "y"),
                "#tenant is not bound; bound are: a, b;"
                        + " bind it with LockstitchModule.variable(binder(), \"tenant\").to(...)");
        variableRefused(
                Map.of(),
                "#tenant is not bound; bound are: none;"
                        + " bind it with LockstitchModule.variable(binder(), \"tenant\").to(...)");
    }

    @Test
    void aVariableThatFails() {
        String what = "#tenant failed with java.lang.IllegalStateException;"
                + " see the cause, and whether the call is within the variable's scope";
        assertThat(variableRefused(Map.of("tenant", () -> failing), what)).hasCause(failure);
        assertThat(variableRefused(
                        Map.of("tenant", () -> {
                            throw failure;
                        }),
                        what))
                .hasCause(failure);
    }

    @Test
    @SuppressWarnings("NullAway") // what a careless application does
    void aVariableWithoutAValue() {
        variableRefused(Map.of("tenant", () -> null), "#tenant is null" + REMEDY);
        variableRefused(Map.of("tenant", () -> () -> null), "#tenant is null" + REMEDY);
        variableRefused(Map.of("tenant", () -> () -> ""), "#tenant is empty" + REMEDY);
    }

    private static InvalidKeyException variableRefused(Map<String, Supplier<KeyVariable>> variables, String what) {
        KeyTemplate template = KeyTemplate.compile("{#tenant}", Shapes.method(), "key");
        return refused("{#tenant}", what, () -> template.render(null, new Object[0], variables));
    }

    private static InvalidKeyException refused(String template, @Nullable Object value, String what) {
        KeyTemplate compiled = KeyTemplate.compile(template, Shapes.method(Object.class), "key");
        return refused(template, what, () -> compiled.render(null, new @Nullable Object[] {value}, Map.of()));
    }

    private static InvalidKeyException refused(String template, String what, Supplier<String> call) {
        String placeholder = template.substring(template.indexOf('{'));
        String message = "Shop.pay: key = \"" + template + "\": " + placeholder + ": " + what;
        return assertThatExceptionOfType(InvalidKeyException.class)
                .isThrownBy(call::get)
                .withMessage(message)
                .actual();
    }
}
