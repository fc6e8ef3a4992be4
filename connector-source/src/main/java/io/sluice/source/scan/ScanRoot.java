package io.sluice.source.scan;

import java.nio.file.Path;

/**
 * A directory whose files are read.
 *
 * @param id a short name that stays the same when the directory is mounted elsewhere: part of every file's identity
 * @param directory where it is now
 */
public record ScanRoot(String id, Path directory) {}
