package dev.lockstitch.weaver;

import dev.lockstitch.OnUnavailable;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** All limits of a method, read once; they are decided together. */
record LimitPlan(Reply reply, List<LimitRule> rules, OnUnavailable onUnavailable) {

    Set<String> variableNames() {
        return rules.stream()
                .flatMap(rule -> rule.key().variableNames().stream())
                .collect(Collectors.toSet());
    }

    /** The rule that speaks for a limit that bound. */
    LimitRule rule(String name, int position) {
        if (position >= 0
                && position < rules.size()
                && rules.get(position).name().equals(name)) {
            return rules.get(position);
        }
        for (LimitRule rule : rules) {
            if (rule.name().equals(name)) {
                return rule;
            }
        }
        return rules.get(0);
    }
}
