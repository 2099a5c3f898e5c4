package dev.lockstitch.weaver.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lockstitch.InvalidKeyException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyTemplateErrorsTest {

    public record Order(String id, String customer) {}

    private static final MethodShape PAY = new MethodShape(
            "Shop.pay(Order, int)", Shop.class, false, List.of(Order.class, int.class), List.of("order", "count"));

    private static final class Shop {}

    @Test
    void textThatIsNoTemplate() {
        refused(
                PAY,
                "order:{order",
                "Shop.pay(Order, int): key = \"order:{order\": \"{\" at character 7 is not closed; close the"
                        + " placeholder with \"}\", or write \"{{\" for a literal brace");
    }

    @Test
    void anUnknownParameter() {
        refused(
                PAY,
                "order:{Oder.id}",
                "Shop.pay(Order, int): key = \"order:{Oder.id}\": {Oder.id}: there is no parameter \"Oder\"; the method"
                        + " has order, count; did you mean \"order\"? (a property of the object is {this.Oder},"
                        + " a variable {#Oder})");
        refused(
                PAY,
                "{tenant}",
                "Shop.pay(Order, int): key = \"{tenant}\": {tenant}: there is no parameter \"tenant\"; the method"
                        + " has order, count (a property of the object is {this.tenant}, a variable {#tenant})");
    }

    @Test
    void aParameterOfAMethodWithoutAny() {
        for (List<String> names : Arrays.asList(List.<String>of(), null)) {
            refused(
                    new MethodShape("Shop.open()", Shop.class, true, List.of(), names),
                    "{x}",
                    "Shop.open(): key = \"{x}\": {x}: there is no parameter \"x\"; the method has none"
                            + " (a property of the object is {this.x}, a variable {#x})");
        }
    }

    @Test
    void namesThatTheClassFileDoesNotTell() {
        refused(
                new MethodShape("Shop.pay(Order)", Shop.class, false, List.of(Order.class), null),
                "{order.id}",
                "Shop.pay(Order): key = \"{order.id}\": {order.id}: the class file does not tell the names of the"
                        + " parameters; add -parameters to the options of javac, or write the position:"
                        + " {0} is the first");
    }

    @Test
    void aPositionOutOfRange() {
        refused(
                PAY,
                "{2}",
                "Shop.pay(Order, int): key = \"{2}\": {2}: there is no parameter at that position;"
                        + " the method has 2, {0} to {1}");
        refused(
                Shapes.method(int.class),
                "{1.x}",
                "Shop.pay: key = \"{1.x}\": {1.x}: there is no parameter at that position; the method has one, {0}");
        refused(
                Shapes.method(),
                "{0}",
                "Shop.pay: key = \"{0}\": {0}: there is no parameter at that position; the method has none");
    }

    @Test
    void thisOfAStaticMethod() {
        refused(
                new MethodShape("Shop.open()", Shop.class, true, List.of(), List.of()),
                "{this.region}",
                "Shop.open(): key = \"{this.region}\": {this.region}: a static method has no \"this\";"
                        + " name a parameter {orderId} or a variable {#tenant}");
    }

    @Test
    void aPropertyThatAFinalTypeDoesNotHave() {
        String kinds = " (record component, getter, public field or public method without arguments)";
        refused(
                PAY,
                "{order.custmer}",
                "Shop.pay(Order, int): key = \"{order.custmer}\": {order.custmer}: order is a "
                        + Order.class.getName() + ", which has no property \"custmer\"" + kinds
                        + "; did you mean \"customer\"?");
        refused(
                PAY,
                "{1.value.x}",
                "Shop.pay(Order, int): key = \"{1.value.x}\": {1.value.x}: 1 is a java.lang.Integer,"
                        + " which has no property \"value\"" + kinds);
        refused(
                PAY,
                "{this.region}",
                "Shop.pay(Order, int): key = \"{this.region}\": {this.region}: this is a " + Shop.class.getName()
                        + ", which has no property \"region\"" + kinds);
    }

    @Test
    void whatEveryObjectHasIsNoProperty() {
        for (String name : List.of("class", "getClass", "hashCode", "toString", "wait", "notify", "notifyAll")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> KeyTemplate.compile("{order." + name + "}", PAY, "key"))
                    .withMessageContaining("has no property \"" + name + "\"");
        }
    }

    @Test
    void aFinalTypeThatHasThePropertyAndThoseThatMayAreAccepted() {
        MethodShape method = Shapes.method(Order.class, Optional.class, Object.class, int[].class);
        assertThat(KeyTemplate.compile("{a.id}{b.anything}{c.anything}", method, "key"))
                .isNotNull();
    }

    @Test
    void asManyNamesAsTypes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MethodShape("Shop.pay(int)", Shop.class, false, List.of(int.class), List.of()))
                .withMessage("Shop.pay(int): 1 parameter types but 0 names");
    }

    private static void refused(MethodShape method, String template, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyTemplate.compile(template, method, "key"))
                .satisfies(e -> assertThat(e).isNotInstanceOf(InvalidKeyException.class))
                .withMessage(message);
    }
}
