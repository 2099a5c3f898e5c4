package com.example.shapes;

/** Makes javac write a bridge method into each implementation. */
public interface Handler<T> {

    /** Handles it. */
    void handle(T item);
}
