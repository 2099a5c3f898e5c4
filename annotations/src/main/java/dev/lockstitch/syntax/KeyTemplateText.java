package dev.lockstitch.syntax;

import java.util.ArrayList;
import java.util.List;

/**
 * The key templates of the annotations: literal text with placeholders in braces.
 *
 * <p>A placeholder is a parameter's name ({@code {orderId}}) or position ({@code {0}}), {@code this} with a path
 * ({@code {this.region}}), or a variable ({@code {#tenant}}). Behind a parameter a path may follow, one property per dot
 * ({@code {order.customer.id}}); behind a variable none, as a dot belongs to the variable's name. {@code |hash} at the
 * end puts a hash in place of the text. <code>{{</code> and <code>}}</code> are literal braces. Blanks inside a
 * placeholder are refused, so that each has one spelling.
 */
public final class KeyTemplateText {

    private final String template;
    private final List<KeyPart> parts = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();
    private int at;

    private KeyTemplateText(String template) {
        this.template = template;
    }

    /**
     * Reads a template.
     *
     * @param template the template
     * @return its parts in order, at least one; two literals never touch
     * @throws IllegalArgumentException with the template in quotes, what is wrong with it and how to write it; characters
     *     are counted from 1
     */
    public static List<KeyPart> parse(String template) {
        try {
            return new KeyTemplateText(template).parts();
        } catch (SyntaxProblem e) {
            throw new IllegalArgumentException("\"" + template + "\": " + e.getMessage());
        }
    }

    private List<KeyPart> parts() throws SyntaxProblem {
        if (template.isBlank()) {
            throw new SyntaxProblem((template.isEmpty() ? "it is empty" : "it has nothing but blanks")
                    + "; name what the calls share, as in order:{orderId}");
        }
        while (at < template.length()) {
            char c = template.charAt(at);
            if (c == '{' || c == '}') {
                brace(c);
            } else {
                literal.append(c);
                at++;
            }
        }
        endLiteral();
        return List.copyOf(parts);
    }

    private void brace(char brace) throws SyntaxProblem {
        if (at + 1 < template.length() && template.charAt(at + 1) == brace) {
            literal.append(brace);
            at += 2;
        } else if (brace == '}') {
            throw new SyntaxProblem("\"}\" at character " + (at + 1)
                    + " closes no placeholder; open one with \"{\", or write \"}}\" for a literal brace");
        } else {
            placeholder();
        }
    }

    private void placeholder() throws SyntaxProblem {
        int close = template.indexOf('}', at);
        int nested = template.indexOf('{', at + 1);
        if (close < 0 || (nested >= 0 && nested < close)) {
            throw new SyntaxProblem("\"{\" at character " + (at + 1)
                    + " is not closed; close the placeholder with \"}\", or write \"{{\" for a literal brace");
        }
        endLiteral();
        parts.add(PlaceholderText.parse(template.substring(at, close + 1), at + 1));
        at = close + 1;
    }

    private void endLiteral() {
        if (literal.length() > 0) {
            parts.add(new KeyPart.Literal(literal.toString()));
            literal.setLength(0);
        }
    }
}
