package dev.lockstitch.syntax;

import java.util.List;

/** A piece of a key template: text that stands for itself, or a placeholder. Immutable. */
public sealed interface KeyPart {

    /**
     * Text that is taken as it is, with doubled braces already made single.
     *
     * @param text the text, never empty
     */
    record Literal(String text) implements KeyPart {}

    /**
     * A place that a call's value goes to.
     *
     * @param root where the value comes from
     * @param path the properties to follow from there, in order; empty for the value itself and for a variable
     * @param hash whether a hash takes the place of the text ({@code |hash})
     * @param source the placeholder as written, with its braces, for messages
     */
    record Placeholder(Root root, List<String> path, boolean hash, String source) implements KeyPart {

        /**
         * Copies the path.
         *
         * @param root where the value comes from
         * @param path the properties to follow
         * @param hash whether to hash
         * @param source as written
         */
        public Placeholder {
            path = List.copyOf(path);
        }
    }

    /** Where the value of a placeholder comes from. */
    sealed interface Root {

        /**
         * A parameter of the method by its name, {@code {orderId}}.
         *
         * @param name a Java identifier
         */
        record Parameter(String name) implements Root {}

        /**
         * A parameter of the method by its position, {@code {0}}.
         *
         * @param index 0 for the first, up to 254
         */
        record Position(int index) implements Root {}

        /** The object that the method is called on, {@code {this.region}}. */
        record This() implements Root {}

        /**
         * A variable that the application binds, {@code {#tenant}}.
         *
         * @param name letters, digits, {@code _}, {@code -} and {@code .}
         */
        record Variable(String name) implements Root {}
    }
}
