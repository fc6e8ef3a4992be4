package io.sluice.io.vfs;

/** What a name in a directory stands for. */
public enum FileKind {
    FILE,
    DIRECTORY,
    /** A symbolic link, seen without following it. */
    LINK,
    /** A pipe, a socket, a device. */
    OTHER
}
