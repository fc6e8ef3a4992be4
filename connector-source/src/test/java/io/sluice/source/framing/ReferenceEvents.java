package io.sluice.source.framing;

import io.sluice.source.framing.EventSettings.Match;
import io.sluice.source.framing.ReferenceLines.Line;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Cuts events the simple way: finds all lines, groups them, then looks whether the first group is too long. */
final class ReferenceEvents {

    private final EventSettings settings;
    private final ReferenceLines lines;

    ReferenceEvents(EventSettings settings) {
        this.settings = settings;
        byte[] newline = "\n".getBytes(settings.encoding().charset());
        byte[] carriageReturn = "\r".getBytes(settings.encoding().charset());
        lines = new ReferenceLines(
                LineSettings.standard().withCharset(settings.encoding().charset()), newline, carriageReturn);
    }

    /**
     * Cuts what there is from {@code from} on, the last line being whole if nothing follows; returns where it stopped.
     */
    int cut(byte[] content, int from, boolean last, List<Cut> cuts) {
        int at = lines.start(content, from);
        boolean splitting = false;
        while (at < content.length) {
            List<Line> event = new ArrayList<>();
            boolean complete = group(content, at, last, event);
            int end = event.isEmpty() ? at : event.get(event.size() - 1).next();
            // Part of a line, which belongs to the event if no pattern has a say in it.
            int part = complete ? 0 : content.length - end;
            boolean belongs = part > 0 && (event.isEmpty() || settings.match() == Match.END);
            boolean tooManyLines = event.size() + (belongs ? 1 : 0) > settings.maxLines();
            Line tooLong = tooManyLines ? null : firstTooLong(event, at);
            boolean partTooLong = belongs && content.length - at >= settings.maxBytes() + lines.longestEnd();
            if (!tooManyLines && tooLong == null && !partTooLong) {
                if (event.isEmpty()) {
                    return at;
                }
                cuts.add(Cut.frame(content, at, event.get(event.size() - 1).to(), at, end));
                at = end;
                splitting = false;
                continue;
            }
            int allowed = allowed(event, at);
            Line whole = allowed == 0 ? null : event.get(allowed - 1);
            int kept = allowed == settings.maxLines() ? whole.to() : at + settings.maxBytes();
            if (settings.overLong() == OverLong.FAIL) {
                cuts.add(Cut.failed(at));
                return at;
            }
            if (settings.overLong() == OverLong.SPLIT) {
                if (!splitting) {
                    cuts.add(Cut.shortened(at));
                }
                splitting = true;
                int to = whole == null ? settings.encoding().boundary(content, at, kept) : whole.to();
                int next = whole == null ? to : whole.next();
                cuts.add(Cut.frame(content, at, to, at, next));
                at = next;
                continue;
            }
            if (part > 0) {
                return at;
            }
            if (settings.overLong() == OverLong.SKIP) {
                cuts.add(Cut.tooLong(content, at, kept, at, end));
            } else {
                cuts.add(Cut.shortened(at));
                int to = allowed == settings.maxLines()
                        ? kept
                        : settings.encoding().boundary(content, at, kept);
                cuts.add(Cut.frame(content, at, to, at, end));
            }
            at = end;
            splitting = false;
        }
        return at;
    }

    /** Adds the whole lines of the event at {@code from}; whether it is complete. */
    private boolean group(byte[] content, int from, boolean last, List<Line> event) {
        int at = from;
        while (at < content.length) {
            Line line = lines.line(content, at, last);
            if (line == null) {
                return false;
            }
            boolean matches = matches(content, line);
            if (settings.match() != Match.END && !event.isEmpty() && matches == (settings.match() == Match.START)) {
                return true;
            }
            event.add(line);
            at = line.next();
            if (settings.match() == Match.END && matches) {
                return true;
            }
        }
        return false;
    }

    private boolean matches(byte[] content, Line line) {
        String text = new String(
                content, line.from(), line.length(), settings.encoding().charset());
        return settings.pattern().matcher(text).find() != settings.negate();
    }

    private Line firstTooLong(List<Line> event, int from) {
        return event.stream()
                .filter(line -> line.to() - from > settings.maxBytes())
                .findFirst()
                .orElse(null);
    }

    /** How many lines the event may keep. */
    private int allowed(List<Line> event, int from) {
        int allowed = 0;
        while (allowed < event.size()
                && allowed < settings.maxLines()
                && event.get(allowed).to() - from <= settings.maxBytes()) {
            allowed++;
        }
        return allowed;
    }

    static String text(byte[] content) {
        return new String(content, StandardCharsets.ISO_8859_1);
    }
}
