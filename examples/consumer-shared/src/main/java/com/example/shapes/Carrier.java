package com.example.shapes;

import dev.lockstitch.DistributedLock;

/** An enum whose constant has a body of its own. */
public enum Carrier {
    /** The only one. */
    POST {
        @Override
        @DistributedLock(key = "enum:{parcel}")
        public void send(String parcel) {
            Journal.note("body enum");
        }
    };

    /** Sends it. */
    public abstract void send(String parcel);
}
