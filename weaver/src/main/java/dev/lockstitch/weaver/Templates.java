package dev.lockstitch.weaver;

import dev.lockstitch.weaver.key.KeyTemplate;
import java.util.function.Supplier;

/** Compiles the templates of annotations. */
final class Templates {

    private Templates() {}

    static KeyTemplate key(Declared<?> declared, String template) {
        if (template.isEmpty()) {
            throw declared.wrong("key", template, "the key is empty; write one like key = \"order:{orderId}\"");
        }
        return known(
                declared, () -> KeyTemplate.compile(template, declared.method().shape(), declared.bare() + " key"));
    }

    static KeyTemplate cost(Declared<?> declared, String template) {
        return known(
                declared,
                () -> KeyTemplate.compile(
                        template,
                        declared.method().shape(),
                        declared.bare() + " cost",
                        "the cost of the call is unknown then: give it a value, or name another"));
    }

    private static KeyTemplate known(Declared<?> declared, Supplier<KeyTemplate> template) {
        try {
            return template.get();
        } catch (IllegalArgumentException e) {
            if (declared.method().namesMayCome()) {
                return KeyTemplate.compile("unknown yet", declared.method().shape(), declared.bare());
            }
            throw e;
        }
    }
}
