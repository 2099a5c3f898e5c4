package dev.lockstitch.weaver;

import dev.lockstitch.weaver.key.KeyTemplate;
import dev.lockstitch.weaver.key.MethodShape;

/** Compiles the key templates of annotations. */
final class Keys {

    private Keys() {}

    static KeyTemplate compile(Declared<?> declared, String template) {
        if (template.isEmpty()) {
            throw declared.wrong("key", template, "the key is empty; write one like key = \"order:{orderId}\"");
        }
        MethodShape shape = declared.method().shape();
        String attribute = declared.bare() + " key";
        try {
            return KeyTemplate.compile(template, shape, attribute);
        } catch (IllegalArgumentException e) {
            if (declared.method().namesMayCome()) {
                return KeyTemplate.compile("unknown yet", shape, attribute);
            }
            throw e;
        }
    }
}
