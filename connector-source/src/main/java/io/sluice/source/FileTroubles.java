package io.sluice.source;

import io.sluice.source.tail.FileView;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Which files could not be read, or lost content, and why: the last of them, in a text for who looks at a task from outside. The reader
 * thread adds; any thread may ask.
 */
final class FileTroubles {
    static final int MOST = 50;
    private static final int MOST_CHARACTERS = 500;

    private final LongSupplier millis;
    private final Deque<Trouble> last = new ArrayDeque<>();
    private long count;
    private volatile boolean failing;

    /** @param millis since 1970 */
    FileTroubles(LongSupplier millis) {
        this.millis = millis;
    }

    private enum Kind {
        /** It cannot be read now. */
        FAILING,
        /** It could not be read, and can be again. */
        OVER,
        /** Content of it was destroyed. */
        LOST
    }

    private record Trouble(long number, long at, Kind kind, long position, String path, String reason) {
        @Override
        public String toString() {
            return number + " " + at + " " + kind + " " + position + " " + word(path) + " " + word(reason);
        }

        private static String word(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }
    }

    /** Only the first of several failures in a row is another trouble. */
    synchronized void failed(FileView file, long position, String reason) {
        String path = path(file);
        if (last.stream().noneMatch(trouble -> trouble.kind == Kind.FAILING && trouble.path.equals(path))) {
            add(Kind.FAILING, position, path, reason);
            failing = true;
        }
    }

    synchronized void lost(FileView file, long position, String reason) {
        add(Kind.LOST, position, path(file), reason);
    }

    /** Called with each piece that is read, when mostly nothing fails. */
    void isRead(FileView file) {
        if (failing) {
            over(path(file));
        }
    }

    private synchronized void over(String path) {
        replaceFailing(path);
        failing = last.stream().anyMatch(trouble -> trouble.kind == Kind.FAILING);
    }

    /** None fails any more. */
    void allAreRead() {
        if (failing) {
            synchronized (this) {
                replaceFailing(null);
                failing = false;
            }
        }
    }

    /** @param path null for all */
    private void replaceFailing(String path) {
        for (int i = last.size(); i > 0; i--) {
            Trouble trouble = last.removeFirst();
            boolean over = trouble.kind == Kind.FAILING && (path == null || trouble.path.equals(path));
            last.addLast(
                    over
                            ? new Trouble(
                                    trouble.number,
                                    trouble.at,
                                    Kind.OVER,
                                    trouble.position,
                                    trouble.path,
                                    trouble.reason)
                            : trouble);
        }
    }

    private void add(Kind kind, long position, String path, String reason) {
        if (last.size() == MOST) {
            Trouble unused = last.removeFirst();
        }
        String known = reason.length() > MOST_CHARACTERS ? reason.substring(0, MOST_CHARACTERS) + "…" : reason;
        last.addLast(new Trouble(++count, millis.getAsLong(), kind, position, path, known));
    }

    private static String path(FileView file) {
        return file.found().path().toString();
    }

    /** A line for each, the oldest first: number, time, kind, position, path and reason; the last two as in a URL's query. */
    synchronized String text() {
        return last.stream().map(Trouble::toString).collect(Collectors.joining("\n"));
    }
}
