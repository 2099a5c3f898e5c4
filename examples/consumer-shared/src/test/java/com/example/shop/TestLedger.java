package com.example.shop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what was written; a test may have something happen while the body writes. */
final class TestLedger implements Ledger {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private volatile Runnable meanwhile = () -> {};
    private volatile CompletableFuture<String> later = CompletableFuture.completedFuture("written");

    void meanwhile(Runnable action) {
        meanwhile = action;
    }

    @Override
    public void write(String line) {
        lines.add(line);
        meanwhile.run();
    }

    @Override
    public CompletableFuture<String> writeLater(String line) {
        write(line);
        return later;
    }

    /** What is written later from now on is done when the test says so. */
    CompletableFuture<String> holdUp() {
        later = new CompletableFuture<>();
        return later;
    }

    List<String> lines() {
        return new ArrayList<>(lines);
    }
}
