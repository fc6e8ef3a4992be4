package io.sluice.source;

import io.sluice.source.scan.FoundFile;
import io.sluice.source.tail.FileView;
import io.sluice.source.tail.StatesUnavailableException;
import io.sluice.source.tail.TailEvents;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One line in the log for each change of a file's state, with its path, id and position. Called on the reader thread. What can
 * happen with each line of a file is logged with its first, second, fourth, eighth… time.
 */
final class FileLog implements TailEvents {

    private static final Logger LOG = LoggerFactory.getLogger("io.sluice.source.files");

    private final Level level;
    private long bad;
    private long shortened;

    /** @param level of what is in order; what is not is a warning at any level */
    FileLog(Level level) {
        this.level = level;
    }

    @Override
    public void found(FileView file, long position) {
        LOG.atLevel(level).log("Found {}, {}, {} bytes: reading from {}", path(file), file.id(), bytes(file), position);
    }

    @Override
    public void held(FoundFile file, String reason) {
        LOG.atLevel(level).log("Held back {}, {}: {}", file.path(), file.inodeKey(), reason);
    }

    @Override
    public void renamed(FileView before, FileView now) {
        LOG.atLevel(level).log("Renamed {} to {}, {}", path(before), path(now), now.id());
    }

    @Override
    public void replaced(FileView file, long position, String reason) {
        LOG.warn(
                "Replaced {}, {}, read to {}: {}; what is in it now is read from its start",
                path(file),
                file.id(),
                position,
                reason);
    }

    @Override
    public void lost(FileView file, long position, long bytes, String reason) {
        LOG.warn("Lost {} bytes of {}, {}, behind {}: {}", bytes, path(file), file.id(), position, reason);
    }

    @Override
    public void read(FileView file, long bytes, int records) {
        LOG.trace("Read {} bytes of {}, {}: {} records", bytes, path(file), file.id(), records);
    }

    @Override
    public void bad(FileView file, long position, String reason) {
        if (isPowerOfTwo(++bad)) {
            LOG.warn("Bad record number {}, in {}, {}, at {}: {}", bad, path(file), file.id(), position, reason);
        }
    }

    @Override
    public void shortened(FileView file, long position) {
        if (isPowerOfTwo(++shortened)) {
            LOG.warn("Shortened record number {}, in {}, {}, at {}", shortened, path(file), file.id(), position);
        }
    }

    @Override
    public void failed(FileView file, long position, int times, IOException error) {
        LOG.warn(
                "Failed to read {}, {}, at {}, {} times in a row; it is tried again later",
                path(file),
                file.id(),
                position,
                times,
                error);
    }

    @Override
    public void statesUnavailable(int times, StatesUnavailableException error) {
        LOG.warn("{}, {} times in a row; it is tried again later", error.getMessage(), times, error);
    }

    @Override
    public void finished(FileView file, long bytes) {
        LOG.atLevel(level).log("Finished {}, {}, at {}", path(file), file.id(), bytes);
    }

    @Override
    public void released(FileView file, long position) {
        LOG.atLevel(level).log("Released {}, {}, at {}: another task owns its name", path(file), file.id(), position);
    }

    @Override
    public void retired(FileView file, Path target) {
        LOG.atLevel(level)
                .log("Retired {}, {}: {}", path(file), file.id(), target == null ? "deleted" : "it is now " + target);
    }

    @Override
    public void leftAlone(FileView file, String reason) {
        LOG.warn("Left {}, {}, where it is: {}", path(file), file.id(), reason);
    }

    @Override
    public void retireFailed(FileView file, int times, boolean over, IOException error) {
        if (over) {
            LOG.error(
                    "Failed to retire {}, {}, {} times: it is left where it is, until it changes or the task starts again."
                            + " Remove the cause, and restart the task",
                    path(file),
                    file.id(),
                    times,
                    error);
        } else {
            LOG.warn(
                    "Failed to retire {}, {}, {} times in a row; it is tried again later",
                    path(file),
                    file.id(),
                    times,
                    error);
        }
    }

    private static Object path(FileView file) {
        return file.found().path();
    }

    private static long bytes(FileView file) {
        return file.found().stat().bytes();
    }

    private static boolean isPowerOfTwo(long count) {
        return Long.bitCount(count) == 1;
    }
}
