package io.sluice.io.read;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/** The files of one batch: which is next, and where what became of it goes. Called by several workers at once. */
interface BatchFiles<T, R> {

    /** The next file to read, or null when all have been handed out. */
    Entry next();

    void done(Entry entry, FileOutcome<T> outcome);

    /** Ends the batch with what it comes to, once every file is done. */
    void end(CompletableFuture<R> batch);

    /** A file and which of the batch it is. */
    record Entry(Path path, int index) {}

    /** A list of files whose outcomes are collected in its order. */
    final class Listed<T> implements BatchFiles<T, List<FileOutcome<T>>> {
        private final List<Path> paths;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicReferenceArray<FileOutcome<T>> outcomes;

        Listed(List<Path> paths) {
            this.paths = List.copyOf(paths);
            this.outcomes = new AtomicReferenceArray<>(this.paths.size());
        }

        @Override
        public Entry next() {
            int index = next.get() < paths.size() ? next.getAndIncrement() : paths.size();
            return index < paths.size() ? new Entry(paths.get(index), index) : null;
        }

        @Override
        public void done(Entry entry, FileOutcome<T> outcome) {
            outcomes.set(entry.index(), outcome);
        }

        @Override
        public void end(CompletableFuture<List<FileOutcome<T>>> batch) {
            List<FileOutcome<T>> all = new ArrayList<>(outcomes.length());
            for (int i = 0; i < outcomes.length(); i++) {
                all.add(outcomes.get(i));
            }
            batch.complete(List.copyOf(all));
        }
    }

    /** Files that come from somewhere and whose outcomes go somewhere, neither of them kept. */
    final class Passing<T> implements BatchFiles<T, Long> {
        private final Iterator<Path> paths;
        private final Consumer<? super FileOutcome<T>> outcomes;
        private final AtomicLong count = new AtomicLong();
        private final Object in = new Object();
        private final Object out = new Object();

        Passing(Iterator<Path> paths, Consumer<? super FileOutcome<T>> outcomes) {
            this.paths = paths;
            this.outcomes = outcomes;
        }

        @Override
        public Entry next() {
            synchronized (in) {
                return paths.hasNext() ? new Entry(paths.next(), 0) : null;
            }
        }

        @Override
        public void done(Entry entry, FileOutcome<T> outcome) {
            synchronized (out) {
                outcomes.accept(outcome);
            }
            count.incrementAndGet();
        }

        @Override
        public void end(CompletableFuture<Long> batch) {
            batch.complete(count.get());
        }
    }

    /** One file, whose result or error is that of the batch. One lane. */
    final class Single<T> implements BatchFiles<T, T> {
        private Entry next;
        private FileOutcome<T> outcome;

        Single(Path path) {
            next = new Entry(path, 0);
        }

        @Override
        public Entry next() {
            Entry only = next;
            next = null;
            return only;
        }

        @Override
        public void done(Entry entry, FileOutcome<T> became) {
            outcome = became;
        }

        @Override
        public void end(CompletableFuture<T> batch) {
            if (outcome.succeeded()) {
                batch.complete(outcome.result());
            } else {
                batch.completeExceptionally(outcome.error());
            }
        }
    }
}
