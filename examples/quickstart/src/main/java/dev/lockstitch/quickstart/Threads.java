package dev.lockstitch.quickstart;

/** Makes threads that do not keep the quickstart alive. */
final class Threads {

    private Threads() {}

    static Thread daemon(String name, Runnable work) {
        Thread thread = daemonOf(work);
        thread.setName(name);
        thread.start();
        return thread;
    }

    static Thread daemonOf(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        return thread;
    }
}
