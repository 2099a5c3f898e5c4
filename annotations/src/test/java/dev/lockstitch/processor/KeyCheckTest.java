package dev.lockstitch.processor;

import org.junit.jupiter.api.Test;

class KeyCheckTest {

    private static final String KINDS = " (record component, getter, public field or public method without arguments)";

    @Test
    void textThatIsNoTemplate() {
        refused(
                "order:{order",
                "\"{\" at character 7 is not closed; close the placeholder with \"}\", or write \"{{\" for a literal"
                        + " brace");
    }

    @Test
    void anEmptyKey() {
        Compiled.shop("@DistributedLock(key = \"\") void open() {}")
                .refusedAt(
                        "\"\"",
                        "Shop.open(): @DistributedLock(key = \"\"): the key is empty;"
                                + " write one like key = \"order:{orderId}\"");
    }

    @Test
    void anUnknownParameter() {
        refused(
                "{Oder.id}",
                "{Oder.id}: there is no parameter \"Oder\"; the method has order, count; did you mean \"order\"?"
                        + " (a property of the object is {this.Oder}, a variable {#Oder})");
        Compiled.shop("@RateLimited(key = \"{x}\", permits = 1) static void open() {}")
                .refusedAt(
                        "\"{x}\"",
                        "Shop.open(): @RateLimited key = \"{x}\": {x}: there is no parameter \"x\"; the method has none"
                                + " (a property of the object is {this.x}, a variable {#x})");
    }

    @Test
    void aPositionOutOfRange() {
        refused("{0}{2}", "{2}: there is no parameter at that position; the method has 2, {0} to {1}");
    }

    @Test
    void thisOfAStaticMethod() {
        Compiled.shop("@DistributedLock(key = \"{this.region}\") static void open() {}")
                .refusedAt(
                        "\"{this.region}\"",
                        "Shop.open(): @DistributedLock key = \"{this.region}\": {this.region}: a static method has no"
                                + " \"this\"; name a parameter {orderId} or a variable {#tenant}");
    }

    @Test
    void aPropertyThatAFinalTypeDoesNotHave() {
        refused(
                "{order.custmer.name}",
                "{order.custmer.name}: order is a shop.Order, which has no property \"custmer\"" + KINDS
                        + "; did you mean \"customer\"?");
        refused("{1.value}", "{1.value}: 1 is a java.lang.Integer, which has no property \"value\"" + KINDS);
        refused(
                "{order.toString}",
                "{order.toString}: order is a shop.Order, which has no property \"toString\"" + KINDS);
    }

    @Test
    void aPropertyThatAFinalClassHidesOrLacks() {
        String source = """
                public final class Till {
                    private String hidden;
                    public static String shared;
                    public void act() {}
                    public String with(int argument) { return ""; }
                    public String isText() { return ""; }
                    @DistributedLock(key = "{this.%s}") void close() {}
                }
                """;
        for (String name : new String[] {"hidden", "shared", "act", "with", "text"}) {
            String template = "{this." + name + "}";
            Compiled.types(source.formatted(name))
                    .hasErrors("Till.close(): @DistributedLock key = \"" + template + "\": " + template
                            + ": this is a shop.Till, which has no property \"" + name + "\"" + KINDS);
        }
    }

    private static void refused(String template, String problem) {
        Compiled.shop("@DistributedLock(key = \"" + template + "\") void pay(Order order, int count) {}")
                .refusedAt(
                        "\"" + template + "\"",
                        "Shop.pay(Order, int): @DistributedLock key = " + "\"" + template + "\": " + problem);
    }
}
