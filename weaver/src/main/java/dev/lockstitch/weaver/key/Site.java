package dev.lockstitch.weaver.key;

/** Where a template stands: the beginning of every message about it. */
record Site(String method, String attribute, String template, String whenAbsent) {

    String message(String placeholder, String what) {
        return method + ": " + attribute + " = \"" + template + "\": " + placeholder + ": " + what;
    }
}
