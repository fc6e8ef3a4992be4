package io.sluice.source.framing;

import java.util.ArrayList;
import java.util.List;

/** Cuts lines the simple way, with all of the content in hand. */
final class ReferenceLines {

    /** A line: from its first byte to behind its last, and behind what ends it. */
    record Line(int from, int to, int next) {
        int length() {
            return to - from;
        }
    }

    private final LineSettings settings;
    private final byte[] delimiter;
    private final byte[] carriageReturn;
    private final int unit;

    ReferenceLines(LineSettings settings, byte[] delimiter, byte[] carriageReturn) {
        this.settings = settings;
        this.delimiter = delimiter;
        this.carriageReturn = carriageReturn;
        unit = settings.encoding().charset().name().startsWith("UTF-16")
                ? 2
                : settings.encoding().charset().name().startsWith("UTF-32") ? 4 : 1;
    }

    /** The line that begins at {@code from}; null if its end is not there and it does not end with the content. */
    Line line(byte[] content, int from, boolean last) {
        for (int i = from; i + delimiter.length <= content.length; i++) {
            if (i % unit == 0 && holds(content, i, delimiter)) {
                int before = i - carriageReturn.length;
                return new Line(
                        from,
                        before >= from && holds(content, before, carriageReturn) ? before : i,
                        i + delimiter.length);
            }
        }
        return last ? new Line(from, content.length, content.length) : null;
    }

    int longestEnd() {
        return delimiter.length + carriageReturn.length;
    }

    int start(byte[] content, int from) {
        byte[] mark = settings.encoding().charset().name().startsWith("UTF")
                ? "\uFEFF".getBytes(settings.encoding().charset())
                : new byte[0];
        return from == 0 && content.length >= mark.length && holds(content, 0, mark) ? mark.length : from;
    }

    List<Cut> cut(byte[] content, int from) {
        List<Cut> cuts = new ArrayList<>();
        int max = settings.maxLineBytes();
        boolean splitting = false;
        for (int at = start(content, from); at < content.length; ) {
            Line line = line(content, at, true);
            int kept = line.length() > max ? settings.encoding().boundary(content, at, at + max) : line.to();
            if (line.length() <= max) {
                if (line.length() > 0 || !settings.dropEmptyLines()) {
                    cuts.add(Cut.frame(content, at, line.to(), at, line.next()));
                }
                splitting = false;
            } else {
                switch (settings.overLong()) {
                    case FAIL -> {
                        cuts.add(Cut.failed(at));
                        return cuts;
                    }
                    case SKIP -> cuts.add(Cut.tooLong(content, at, at + max, at, line.next()));
                    case TRUNCATE -> {
                        cuts.add(Cut.shortened(at));
                        cuts.add(Cut.frame(content, at, kept, at, line.next()));
                    }
                    case SPLIT -> {
                        if (!splitting) {
                            cuts.add(Cut.shortened(at));
                        }
                        splitting = true;
                        cuts.add(Cut.frame(content, at, kept, at, kept));
                        at = kept;
                        continue;
                    }
                }
            }
            at = line.next();
        }
        return cuts;
    }

    private static boolean holds(byte[] content, int at, byte[] wanted) {
        for (int i = 0; i < wanted.length; i++) {
            if (content[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
