package io.sluice.deploy.command.live;

import io.sluice.deploy.command.pipeline.Input;
import io.sluice.deploy.page.FileRow;
import io.sluice.io.vfs.FileStat;
import java.util.Map;
import java.util.Optional;

/**
 * What Connect has stored of a file. Immutable.
 *
 * @param log the path below the root, without what rotation put behind the name
 * @param path where the file was last seen
 * @param size that it had then
 * @param modified when it had last changed then
 */
record StoredPosition(long inode, String log, String path, long position, long size, long modified, String phase) {
    private static final String FILE = "file";

    /** Empty if it is of no file, or of one that somebody else has by now. */
    static Optional<StoredPosition> of(Map<String, Object> partition, Map<String, Object> offset) {
        if (offset == null
                || !(partition.get(FILE) instanceof String file)
                || !(offset.get("position") instanceof Number position)) {
            return Optional.empty();
        }
        String phase = text(offset, "phase", "READING");
        int sign = file.lastIndexOf('#');
        boolean somebodyElses = phase.startsWith("RELEASED") || phase.equals("RETIRED");
        if (sign < 0 || !file.substring(sign + 1).matches("[0-9]{1,19}") || somebodyElses) {
            return Optional.empty();
        }
        String family = file.substring(0, sign);
        return Optional.of(new StoredPosition(
                Long.parseUnsignedLong(file.substring(sign + 1)),
                family.substring(family.indexOf(':') + 1),
                text(offset, "path", family),
                position.longValue(),
                number(offset, "size"),
                number(offset, "modified"),
                phase));
    }

    private static String text(Map<String, Object> offset, String name, String otherwise) {
        return offset.get(name) instanceof String text ? text : otherwise;
    }

    private static long number(Map<String, Object> offset, String name) {
        return offset.get(name) instanceof Number number ? number.longValue() : -1;
    }

    private boolean isDone() {
        return phase.equals("DONE");
    }

    /** The file as it is now. */
    FileRow row(Input input, String nowAt, FileStat stat) {
        boolean compressed = nowAt.endsWith(".gz") || nowAt.endsWith(".zst");
        // Positions are of the content, and sizes of what is on the disk.
        Long lag = isDone() ? Long.valueOf(0) : compressed ? null : Long.valueOf(Math.max(0, stat.bytes() - position));
        String state;
        String reason = "";
        if (isDone() && (compressed || stat.bytes() <= position)) {
            state = "done";
        } else if (!nowAt.endsWith(log)) {
            state = "rotated";
        } else if (!input.follow() && position == 0) {
            state = "waiting";
            reason = "it is read once it no longer changes";
        } else {
            state = "tailing";
        }
        return new FileRow(
                input.name(),
                nowAt,
                position,
                stat.bytes(),
                lag,
                stat.modified().toEpochMilli(),
                state,
                reason);
    }

    /** Of a file that is gone: worth a row only if some of it was not read. */
    Optional<FileRow> gone(String input) {
        if (isDone() || size <= position) {
            return Optional.empty();
        }
        return Optional.of(new FileRow(
                input,
                path,
                position,
                null,
                size - position,
                modified < 0 ? null : Long.valueOf(modified),
                "failed",
                "it is gone, and the last " + (size - position) + " bytes that were seen of it are not committed"));
    }
}
