package com.example.shapes;

import java.util.ArrayList;
import java.util.List;

/** What happened, in order: bodies note that they ran, and tests read it together with what was asked of a coordinator. */
public final class Journal {

    private static final List<String> NOTES = new ArrayList<>();

    private Journal() {}

    /** Adds a line. */
    public static synchronized void note(String line) {
        NOTES.add(line);
    }

    /** Takes all lines out. */
    public static synchronized List<String> take() {
        List<String> notes = List.copyOf(NOTES);
        NOTES.clear();
        return notes;
    }
}
