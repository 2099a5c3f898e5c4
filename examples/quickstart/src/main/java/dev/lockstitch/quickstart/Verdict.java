package dev.lockstitch.quickstart;

import java.util.List;
import java.util.Locale;

/**
 * What happened in a step, and what is to be thought of it.
 *
 * @param outcome the judgement
 * @param happened what happened, in figures
 * @param evidence lines that stand below, log lines for example
 */
record Verdict(Outcome outcome, String happened, List<String> evidence) {

    /** How a step ended. */
    enum Outcome {
        GOOD("✅ good"),
        FAILED("❌ FAILED"),
        SKIPPED("➖ skipped");

        private final String shown;

        Outcome(String shown) {
            this.shown = shown;
        }

        @Override
        public String toString() {
            return shown;
        }
    }

    static Verdict of(boolean good, String happened, Object... args) {
        return new Verdict(good ? Outcome.GOOD : Outcome.FAILED, String.format(Locale.ROOT, happened, args), List.of());
    }

    static Verdict skipped(String reason) {
        return new Verdict(Outcome.SKIPPED, reason, List.of());
    }

    static Verdict failed(String why) {
        return new Verdict(Outcome.FAILED, why, List.of());
    }

    Verdict with(List<String> lines) {
        return new Verdict(outcome, happened, List.copyOf(lines));
    }
}
