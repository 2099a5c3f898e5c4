package dev.lockstitch.redis.faults;

/** What takes Redis away from its clients, and gives it back. */
enum Harm {
    KILLED,
    FROZEN,
    BLACK_HOLE,
    FULL_ACCEPT_QUEUE,
    /** Old connections carry nothing more; Redis is well, and new ones are served. */
    SILENT_CONNECTIONS;

    void begin(Site site) throws Exception {
        switch (this) {
            case KILLED -> site.redis.kill();
            case FROZEN -> site.redis.freeze();
            case BLACK_HOLE -> site.proxy.blackHole();
            case FULL_ACCEPT_QUEUE -> site.jam();
            case SILENT_CONNECTIONS -> site.proxy.silence();
        }
    }

    void end(Site site) throws Exception {
        switch (this) {
            case KILLED -> site.redis.launch();
            case FROZEN -> site.redis.thaw();
            case BLACK_HOLE -> site.proxy.heal();
            case FULL_ACCEPT_QUEUE -> site.clear();
            case SILENT_CONNECTIONS -> {}
        }
    }

    /** Whether Redis answers all the while, over new connections. */
    boolean showsLife() {
        return this == SILENT_CONNECTIONS;
    }
}
