package dev.lockstitch.syntax;

import dev.lockstitch.syntax.KeyPart.Placeholder;
import dev.lockstitch.syntax.KeyPart.Root;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/** One placeholder of a template, from brace to brace. */
final class PlaceholderText {

    // The class-file format allows 255 parameters.
    private static final Pattern POSITION = Pattern.compile("0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-4]");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    private static final String FORMS =
            "name a parameter {orderId}, a position {0}, a property {this.region} or a variable {#tenant}";

    private final String source;
    private final int position;

    private PlaceholderText(String source, int position) {
        this.source = source;
        this.position = position;
    }

    static Placeholder parse(String source, int position) throws SyntaxProblem {
        return new PlaceholderText(source, position).parse();
    }

    private Placeholder parse() throws SyntaxProblem {
        String inside = source.substring(1, source.length() - 1);
        if (inside.codePoints().anyMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c))) {
            throw wrong(inside.isBlank() ? "is empty; " + FORMS : "has a blank; write it without");
        }
        int bar = inside.indexOf('|');
        if (bar >= 0 && !inside.substring(bar).equals("|hash")) {
            throw wrong("has the unknown filter \"" + inside.substring(bar) + "\"; the only one is |hash");
        }
        String value = bar < 0 ? inside : inside.substring(0, bar);
        if (value.isEmpty()) {
            throw wrong("is empty; " + FORMS);
        }
        return value.startsWith("#") ? variable(value.substring(1), bar >= 0) : path(value, bar >= 0);
    }

    private Placeholder variable(String name, boolean hash) throws SyntaxProblem {
        if (!consistsOf(name, c -> Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.')) {
            throw wrong("has no variable name that can be bound; use letters, digits, \"_\", \"-\" and \".\"");
        }
        return new Placeholder(new Root.Variable(name), List.of(), hash, source);
    }

    private Placeholder path(String value, boolean hash) throws SyntaxProblem {
        List<String> names = new ArrayList<>(Arrays.asList(value.split("\\.", -1)));
        Root root = root(names.remove(0));
        if (root instanceof Root.This && names.isEmpty()) {
            throw wrong("is the whole object; name a property of it, as in {this.region}");
        }
        for (String name : names) {
            requireIdentifier(name);
        }
        return new Placeholder(root, names, hash, source);
    }

    private Root root(String name) throws SyntaxProblem {
        if (NUMBER.matcher(name).matches()) {
            if (!POSITION.matcher(name).matches()) {
                throw wrong("has no parameter position; count from {0}, without leading zeros, to {254} at most");
            }
            return new Root.Position(Integer.parseInt(name));
        }
        requireIdentifier(name);
        return name.equals("this") ? new Root.This() : new Root.Parameter(name);
    }

    private void requireIdentifier(String name) throws SyntaxProblem {
        if (name.isEmpty()) {
            throw wrong("has a dot without a name beside it; write it like {order.customer.id}");
        }
        boolean starts = Character.isJavaIdentifierStart(name.codePointAt(0));
        if (!starts || !consistsOf(name, PlaceholderText::belongsToIdentifier)) {
            throw wrong("has \"" + name + "\", which is no Java name; " + FORMS);
        }
    }

    private static boolean belongsToIdentifier(int c) {
        return Character.isJavaIdentifierPart(c) && !Character.isIdentifierIgnorable(c);
    }

    private static boolean consistsOf(String text, IntPredicate allowed) {
        return !text.isEmpty() && text.codePoints().allMatch(allowed);
    }

    private SyntaxProblem wrong(String what) {
        return new SyntaxProblem(source + " at character " + position + " " + what);
    }
}
