package com.example.shop;

/** A writer came too late: its lock had ended, and another one has written under it since. */
public class StaleTokenException extends RuntimeException {

    /** Says who came too late. */
    public StaleTokenException(String item, long token, long last) {
        super("The stock of " + item + " was written with token " + last + "; token " + token
                + " is older, so its lock was lost: nothing was written");
    }
}
