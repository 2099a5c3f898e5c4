package dev.lockstitch.redis.history;

/**
 * Something that must not be.
 *
 * @param rule which rule it breaks
 * @param text who broke it
 */
record Violation(Rule rule, String text) {

    enum Rule {
        OVERLAP,
        TOKEN,
        WAIT,
        ORDER,
        ANSWER,
        PROGRESS
    }
}
