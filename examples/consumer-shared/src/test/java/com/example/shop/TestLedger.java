package com.example.shop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what was written; a test may have something happen while the body writes. */
final class TestLedger implements Ledger {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<Long> tokens = new CopyOnWriteArrayList<>();
    private volatile Runnable meanwhile = () -> {};

    void meanwhile(Runnable action) {
        meanwhile = action;
    }

    @Override
    public void write(String line) {
        lines.add(line);
        meanwhile.run();
    }

    @Override
    public void writeFenced(String line, long token) {
        tokens.add(token);
        write(line);
    }

    List<String> lines() {
        return new ArrayList<>(lines);
    }

    List<Long> tokens() {
        return new ArrayList<>(tokens);
    }
}
