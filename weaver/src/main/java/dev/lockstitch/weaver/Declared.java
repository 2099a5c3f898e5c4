package dev.lockstitch.weaver;

import dev.lockstitch.syntax.DurationText;
import java.lang.annotation.Annotation;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;

/** One of our annotations where it stands: on a method or on an annotation of it. Complaints about it are made here. */
record Declared<A extends Annotation>(A annotation, GuardedMethod method, String on) {

    Duration duration(String attribute, String text) {
        try {
            return DurationText.parse(text);
        } catch (IllegalArgumentException e) {
            throw wrong(attribute, text, String.valueOf(e.getMessage()));
        }
    }

    IllegalArgumentException wrong(String attribute, Object value, String problem) {
        return new IllegalArgumentException(method.display() + ": " + at(attribute, value) + ": " + problem);
    }

    /** {@code @DistributedLock}, and the annotation that it stands on, if any. */
    String bare() {
        return "@" + annotation.annotationType().getSimpleName() + on;
    }

    /** {@code @DistributedLock(waitTime = "5")}, and the annotation that it stands on, if any. */
    String at(String attribute, Object value) {
        return "@" + annotation.annotationType().getSimpleName() + "(" + attribute + " = " + literal(value) + ")" + on;
    }

    /** A value as in the source. */
    static String literal(Object value) {
        if (value instanceof String text) {
            return '"' + text + '"';
        }
        if (value instanceof Object[] values) {
            return Arrays.stream(values).map(Declared::literal).collect(Collectors.joining(", ", "{", "}"));
        }
        return value instanceof Class<?> type ? type.getSimpleName() + ".class" : String.valueOf(value);
    }
}
