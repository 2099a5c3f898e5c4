package com.example.shop;

/** Where the shop writes down what it did. */
public interface Ledger {

    /** Writes a line. */
    void write(String line);

    /** Writes a line unless one with a larger token was written before. */
    void writeFenced(String line, long token);
}
