package dev.lockstitch.redis;

/**
 * What came of asking Redis.
 *
 * @param <T> what Redis was asked for
 */
public sealed interface Answer<T> {

    /**
     * Redis answered.
     *
     * @param value the answer
     * @param <T> what Redis was asked for
     */
    record Reply<T>(T value) implements Answer<T> {}

    /**
     * Redis did not answer, or with an error.
     *
     * @param failure what went wrong
     * @param mayHaveRun whether the script may have run, or may yet run, all the same
     * @param <T> what Redis was asked for
     */
    record None<T>(Failure failure, boolean mayHaveRun) implements Answer<T> {

        /**
         * The same for somebody who asked for something else.
         *
         * @param <U> what that is
         * @return the same failure
         */
        public <U> None<U> as() {
            return new None<>(failure, mayHaveRun);
        }
    }
}
