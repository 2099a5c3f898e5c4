package dev.lockstitch.syntax;

/** What is wrong with a template, on its way to the message that names the template. */
final class SyntaxProblem extends Exception {

    private static final long serialVersionUID = 1L;

    SyntaxProblem(String message) {
        super(message, null, false, false);
    }
}
