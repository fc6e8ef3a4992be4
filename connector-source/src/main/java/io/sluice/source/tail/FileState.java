package io.sluice.source.tail;

import io.sluice.source.scan.FoundFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is stored of a file, with each record that comes from it: enough to go on after it, and to be sure that it is the same
 * file. People may read it, and set it to {@code position} alone.
 *
 * @param id what the content is, whatever the file's name: for readers of the topic. Another one for each generation
 * @param path where the file was last seen
 * @param generation counts how often other content appeared under the same inode
 * @param frames how many frames were cut before the position
 * @param phase what is to be done with the file
 * @param proof of what was read; null if someone has set the position by hand
 * @param position of the next byte to read
 * @param fileBytes the file's size when it was last looked at; compressed, if it is
 * @param modifiedMillis when the file had last changed then
 */
public record FileState(
        String id,
        String path,
        int generation,
        long frames,
        Phase phase,
        Proof proof,
        long position,
        long fileBytes,
        long modifiedMillis) {

    /** What is to be done with a file. */
    public enum Phase {
        READING,
        /** Read to its end, and nothing will follow. */
        DONE,
        /** Its owner has let go of it: whoever owns its new name may go on. */
        RELEASED,
        /** The same of a file that was read to its end, and that nothing will follow in. */
        RELEASED_DONE,
        /** It was taken away: unless the inode's file is as it was then, it is another one. */
        RETIRED
    }

    private static final String ID = "id";
    private static final String PATH = "path";
    private static final String GENERATION = "generation";
    private static final String FRAMES = "frames";
    private static final String PHASE = "phase";
    private static final String HEAD = "head";
    private static final String TAIL = "tail";
    private static final String PREFIX = "prefix";
    private static final String POSITION = "position";
    private static final String FILE_BYTES = "size";
    private static final String MODIFIED = "modified";

    /** Of a content of which nothing was read yet. */
    static FileState unread(FileView view) {
        return new FileState(
                view.id(),
                view.found().path().toString(),
                view.generation(),
                0,
                Phase.READING,
                Proof.NOTHING_READ,
                0,
                view.found().stat().bytes(),
                view.found().stat().modified().toEpochMilli());
    }

    /** As a person would set it. */
    FileState setTo(long byHand) {
        return new FileState(id, path, generation, frames, phase, null, byHand, fileBytes, modifiedMillis);
    }

    FileState in(Phase next, String nowAt) {
        return new FileState(id, nowAt, generation, frames, next, proof, position, fileBytes, modifiedMillis);
    }

    /** All of it is in that file now, which has nothing more. */
    FileState doneIn(FoundFile found) {
        return new FileState(
                id,
                found.path().toString(),
                generation,
                frames,
                Phase.DONE,
                proof,
                position,
                found.stat().bytes(),
                found.stat().modified().toEpochMilli());
    }

    /** Whether the file has the size and the time that it had. */
    boolean isStillAt(FoundFile found) {
        return fileBytes == found.stat().bytes()
                && modifiedMillis == found.stat().modified().toEpochMilli();
    }

    /** For whoever owns its name now. */
    FileState released(String nowAt) {
        return in(phase == Phase.DONE ? Phase.RELEASED_DONE : Phase.RELEASED, nowAt);
    }

    /** For who takes it over. */
    FileState taken(String nowAt) {
        return in(isOver() ? Phase.DONE : Phase.READING, nowAt);
    }

    /** Whether it was read to its end. */
    boolean isOver() {
        return phase == Phase.DONE || phase == Phase.RELEASED_DONE || phase == Phase.RETIRED;
    }

    /** Whether nothing was read of the content, so that it may turn out to go on with one that was; not if a person said so. */
    boolean isUnread() {
        return position == 0 && proof != null && (phase == Phase.READING || phase == Phase.RELEASED);
    }

    /** Whether whoever finds the file may follow it, whoever did before. */
    boolean isFree() {
        return phase == Phase.RELEASED || phase == Phase.RELEASED_DONE || phase == Phase.RETIRED;
    }

    /** As Connect stores it: text and numbers by name. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(POSITION, position);
        map.put(ID, id);
        map.put(PATH, path);
        map.put(GENERATION, (long) generation);
        map.put(FRAMES, frames);
        map.put(PHASE, phase.name());
        map.put(FILE_BYTES, fileBytes);
        map.put(MODIFIED, modifiedMillis);
        if (proof != null) {
            map.put(HEAD, proof.head().toString());
            map.put(TAIL, proof.tail().toString());
            map.put(PREFIX, proof.prefix().toString());
        }
        return map;
    }

    /**
     * Reads what {@link #toMap} wrote, or what a person did.
     *
     * @param key of the file, for a state that says only the position
     * @throws IllegalArgumentException naming the entry that is missing or wrong
     */
    public static FileState fromMap(StateKey key, Map<String, ?> map) {
        long position = number(map, POSITION, -1);
        if (position < 0) {
            throw new IllegalArgumentException(POSITION + ": must be a number from 0 on, in " + map);
        }
        int generation = (int) number(map, GENERATION, 0);
        Proof proof = null;
        if (map.get(PREFIX) != null) {
            proof = new Proof(mark(map, HEAD), mark(map, TAIL), mark(map, PREFIX));
            if (proof.position() != position) {
                // The position was set by hand in a state that was stored: the hashes are of another one.
                proof = null;
            }
        }
        return new FileState(
                text(map, ID, key.inode() == null ? key.slot() : key.inode() + ":" + generation),
                text(map, PATH, ""),
                generation,
                number(map, FRAMES, 0),
                phase(map),
                proof,
                position,
                number(map, FILE_BYTES, -1),
                number(map, MODIFIED, -1));
    }

    private static Phase phase(Map<String, ?> map) {
        String text = text(map, PHASE, Phase.READING.name());
        try {
            return Phase.valueOf(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(PHASE + ": " + text + " is none of " + List.of(Phase.values()), e);
        }
    }

    private static PrefixMark mark(Map<String, ?> map, String entry) {
        try {
            return PrefixMark.parse(text(map, entry, ""));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(entry + ": " + e.getMessage(), e);
        }
    }

    private static String text(Map<String, ?> map, String entry, String otherwise) {
        Object value = map.get(entry);
        return value == null ? otherwise : value.toString();
    }

    private static long number(Map<String, ?> map, String entry, long otherwise) {
        Object value = map.get(entry);
        if (value == null) {
            return otherwise;
        }
        try {
            return value instanceof Number number ? number.longValue() : Long.parseLong(value.toString());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(entry + ": " + value + " is not a whole number", e);
        }
    }
}
