package dev.lockstitch.weaver.key;

import static dev.lockstitch.weaver.key.Shapes.render;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.CharBuffer;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KeyPathTest {

    private record Customer(String id, boolean vip) {}

    @SuppressWarnings({"UnusedMethod", "EffectivelyPrivate"}) // called by the template
    private record Order(Customer customer, long number) {

        public String getNumber() {
            return "getter";
        }
    }

    /** Every way to have a property, with the later ones hidden behind the earlier. */
    public static class Bean {

        public static final String CONSTANT = "constant";

        public final int field = 1;
        public final String both = "field";

        public String getBoth() {
            return "getter";
        }

        public String both() {
            return "method";
        }

        public boolean isReady() {
            return true;
        }

        public String isText() {
            return "no getter";
        }

        public String text() {
            return "method";
        }

        public String total() {
            return "method";
        }

        public String field() {
            return "method";
        }
    }

    @SuppressWarnings("UnusedMethod") // called by the template
    private interface Named {

        default String name() {
            return "default";
        }
    }

    @SuppressWarnings({"UnusedMethod", "EffectivelyPrivate"}) // called by the template
    private static final class Hidden implements Named {

        public String getUrl() {
            return "u";
        }
    }

    private enum Color {
        RED {
            @Override
            public String toString() {
                return "rouge";
            }
        }
    }

    @Test
    void recordComponentsComeFirst() {
        Order order = new Order(new Customer("c1", true), 7);
        assertThat(render("{a.customer.id}:{a.number}:{a.customer.vip}", order)).isEqualTo("c1:7:true");
    }

    @Test
    void thenGettersThenFieldsThenMethods() {
        assertThat(render("{a.both}:{a.field}:{a.ready}:{a.total}:{a.getBoth}", new Bean()))
                .isEqualTo("getter:1:true:method:getter");
        assertThat(render("{a.text}:{a.isText}", new Bean())).isEqualTo("method:no%20getter");
    }

    @Test
    void aMapHasItsEntriesAndNothingElse() {
        Map<String, Object> map = Map.of("id", 7, "size", "entry", "inner", Map.of("x", "y"));
        assertThat(render("{a.id}:{a.size}:{a.inner.x}", map)).isEqualTo("7:entry:y");
    }

    @Test
    void classesThatAreNotPublicAreRead() {
        assertThat(render("{a.url}:{a.name}", new Hidden())).isEqualTo("u:default");
        assertThat(render("{a.size}", List.of(1, 2)))
                .as("a hidden class of the JDK, a public interface")
                .isEqualTo("2");
        assertThat(render("{a.fileName}", Path.of("dir", "file"))).isEqualTo("file");
    }

    @Test
    void oneTemplateServesManyClasses() {
        KeyTemplate template = KeyTemplate.compile("{a.name}", Shapes.method(Object.class), "key");
        record Person(String name) {}
        for (int i = 0; i < 3; i++) {
            assertThat(template.render(null, new Object[] {new Person("p" + i)}, Map.of()))
                    .isEqualTo("p" + i);
            assertThat(template.render(null, new Object[] {Map.of("name", i)}, Map.of()))
                    .isEqualTo("" + i);
            assertThat(template.render(null, new Object[] {new Hidden()}, Map.of()))
                    .isEqualTo("default");
        }
    }

    @Test
    void optionalsStandForWhatIsInThem() {
        assertThat(render("{a}:{b}:{c}:{d}", Optional.of(Optional.of("x")), OptionalInt.of(1), OptionalLong.of(2), 3))
                .isEqualTo("x:1:2:3");
        assertThat(render("{a}", OptionalDouble.of(1.5))).isEqualTo("1.5");
        assertThat(render("{a.id}", Optional.of(new Customer("c1", false)))).isEqualTo("c1");
    }

    @Test
    void enumsGoByTheirNames() {
        assertThat(render("{a}", Color.RED)).isEqualTo("RED");
    }

    @Test
    void valuesWithATextGiveIt() {
        UUID id = UUID.fromString("00000000-0000-0001-0000-000000000002");
        assertThat(render("{a}:{b}", id, LocalDate.of(2026, 1, 2))).isEqualTo(id + ":2026-01-02");
        assertThat(render("{a}:{b}", new BigDecimal("1.10"), 'c')).isEqualTo("1.10:c");
        assertThat(render("{a}:{b}", CharBuffer.wrap("x y"), Path.of("f"))).isEqualTo("x%20y:f");
        assertThat(render("{a}:{b}", Long.MIN_VALUE, Integer.MAX_VALUE)).isEqualTo("-9223372036854775808:2147483647");
    }

    @Test
    void aTypeThatOthersExtendIsLookedAtInTheCallOnly() {
        KeyTemplate template = KeyTemplate.compile("{a.total}", Shapes.method(Object.class), "key");
        assertThat(template.render(null, new Object[] {new Bean()}, Map.of())).isEqualTo("method");
    }
}
