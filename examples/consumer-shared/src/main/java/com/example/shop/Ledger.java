package com.example.shop;

import java.util.concurrent.CompletableFuture;

/** Where the shop writes down what it did. */
public interface Ledger {

    /** Writes a line. */
    void write(String line);

    /** Has a line written by others, and says when that is done. */
    CompletableFuture<String> writeLater(String line);
}
