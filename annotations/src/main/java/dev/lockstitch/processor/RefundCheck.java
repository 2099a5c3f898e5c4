package dev.lockstitch.processor;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.AnnotationValue;

/** Checks that all limits of a method give back on the same exceptions: they are one decision. */
final class RefundCheck {

    private RefundCheck() {}

    static void check(List<Declared> limits) {
        for (int i = 1; i < limits.size(); i++) {
            if (!types(limits.get(i)).equals(types(limits.get(0)))) {
                limits.get(i)
                        .wrong(
                                "refundOn",
                                "the limits of a method are one decision and given back together, but another of them"
                                        + " has "
                                        + limits.get(0).written("refundOn") + "; write the same for all");
                return;
            }
        }
    }

    private static Set<String> types(Declared limit) {
        return limit.list("refundOn").stream()
                .map(AnnotationValue::getValue)
                .map(String::valueOf)
                .collect(Collectors.toSet());
    }
}
