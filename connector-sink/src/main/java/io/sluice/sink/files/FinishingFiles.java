package io.sluice.sink.files;

import io.sluice.sink.store.StagedFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The files of one commit that take no more rows: a pool finishes them. Owned by the partition's lane.
 */
final class FinishingFiles {
    /** Small enough that what they hold does not outgrow the budget before they are through. */
    private static final int MOST_UNFINISHED = 64;

    private final List<FinishingFile> files = new ArrayList<>();
    private final Map<String, String> schemas = new HashMap<>();
    private int awaited;

    /** If too many are not finished yet, waits for the first of them. */
    void add(FinishingFile file) throws IOException {
        files.add(file);
        if (files.size() - awaited > MOST_UNFINISHED) {
            files.get(awaited).await();
            awaited++;
        }
    }

    /** A file of a schema was begun. */
    void schema(String id, String text) {
        schemas.putIfAbsent(id, text);
    }

    boolean isEmpty() {
        return files.isEmpty();
    }

    /** Waits until all are durable. Throws what finishing threw. */
    List<StagedFile> await() throws IOException {
        for (; awaited < files.size(); awaited++) {
            files.get(awaited).await();
        }
        return files.stream().map(each -> each.file().staged()).toList();
    }

    /** Calls back on any thread when no file is worked on any more, whatever came of them. */
    void whenEnded(Runnable task) {
        CompletableFuture<?>[] all = files.stream().map(FinishingFile::ended).toArray(CompletableFuture<?>[]::new);
        var unused = CompletableFuture.allOf(all).thenRun(task);
    }

    long rows() {
        return files.stream().mapToLong(each -> each.file().rows()).sum();
    }

    /** The schemas of all files, by their ids. */
    Map<String, String> schemas() {
        return schemas;
    }

    /** Abandons all files. What cannot be removed is left to the next claim. */
    void discard(IOException why) throws IOException {
        for (FinishingFile file : files) {
            file.awaitQuiet();
        }
        for (FinishingFile each : files) {
            try {
                each.file().discard();
            } catch (IOException | RuntimeException remains) {
                why.addSuppressed(remains);
            }
        }
    }
}
