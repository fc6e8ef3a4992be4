package io.sluice.sink.store.targets.s3;

import io.sluice.sink.store.targets.ObjectNames;

/** Names of objects in a data set, as keys in its bucket, and back. Immutable. */
record S3Names(S3Settings settings) {

    String key(String name) {
        return top() + ObjectNames.require(name);
    }

    /** What the keys of everything in a directory begin with, and nothing else's. */
    String below(String directory) {
        return directory.isEmpty() ? top() : key(directory) + "/";
    }

    private String top() {
        return settings.prefix().isEmpty() ? "" : settings.prefix() + "/";
    }

    String name(String key) {
        return key.substring(top().length());
    }

    /** What to call an object in a message. */
    String where(String name) {
        return settings.location() + "/" + name;
    }
}
