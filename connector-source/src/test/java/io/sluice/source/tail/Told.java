package io.sluice.source.tail;

import io.sluice.source.scan.FoundFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Remembers what a loop told. */
final class Told implements TailEvents {

    final List<String> all = new ArrayList<>();
    long lost;
    long lagBytes;
    long mostFailing;
    long lagFiles;

    private void add(String event, FileView file, Object what) {
        all.add(event + " " + file.id() + " " + file.found().path() + " " + what);
    }

    @Override
    public void found(FileView file, long position) {
        add("found", file, position);
    }

    @Override
    public void held(FoundFile file, String reason) {
        all.add("held " + file.path() + " " + reason);
    }

    @Override
    public void renamed(FileView before, FileView now) {
        add("renamed", before, now.found().path());
    }

    @Override
    public void replaced(FileView file, long position, String reason) {
        add("replaced", file, position + " " + reason);
    }

    @Override
    public void lost(FileView file, long position, long bytes, String reason) {
        lost += bytes;
        add("lost", file, position + " " + bytes + " " + reason);
    }

    @Override
    public void read(FileView file, long bytes, int records) {
        // Too often to be remembered.
    }

    @Override
    public void bad(FileView file, long position, String reason) {
        add("bad", file, position + " " + reason);
    }

    @Override
    public void shortened(FileView file, long position) {
        add("shortened", file, position);
    }

    @Override
    public void failed(FileView file, long position, int times, IOException error) {
        add("failed", file, position + " " + error);
    }

    @Override
    public void statesUnavailable(int times, StatesUnavailableException error) {
        all.add("states unavailable " + times + " " + error.getMessage());
    }

    @Override
    public void looked(long bytes, long files, long failing) {
        lagBytes = bytes;
        lagFiles = files;
        mostFailing = Math.max(mostFailing, failing);
    }

    @Override
    public void finished(FileView file, long bytes) {
        add("finished", file, bytes);
    }

    @Override
    public void released(FileView file, long position) {
        add("released", file, position);
    }

    @Override
    public void retired(FileView file, Path target) {
        add("retired", file, target);
    }

    @Override
    public void leftAlone(FileView file, String reason) {
        add("leftAlone", file, reason);
    }

    @Override
    public void retireFailed(FileView file, int times, boolean over, IOException error) {
        add("retireFailed", file, times + " " + over + " " + error);
    }
}
