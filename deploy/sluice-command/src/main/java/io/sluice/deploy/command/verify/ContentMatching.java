package io.sluice.deploy.command.verify;

import io.sluice.deploy.command.verify.CheckReport.FileResult;
import io.sluice.deploy.command.verify.CheckReport.Unmatched;
import io.sluice.deploy.command.verify.SourceFile.LineCounts;
import io.sluice.io.vfs.Vfs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds, for each content that was read, the file that holds it now, whatever its name is now, and counts. Used once, by one thread.
 *
 * <p>A content's id names the inode it was read from. A rename keeps the inode; compression and copytruncate do not, and a disk gives
 * the inode of a deleted file to the next one. So two things are asked of a file: that it has the inode, or a name that rotation
 * makes of a name the content was read under; and that it fits: it is long enough, and chunks, which are whole lines, begin and end
 * where its lines do. First the inode is tried, then files of the same family that end where the content ended, then longer ones. A
 * file is one content's, and a content one file's.
 */
final class ContentMatching {
    private final Vfs vfs;
    private final boolean header;
    private final List<ReadContent> unmatched;
    private final Map<String, FileResult> results = new TreeMap<>();

    /** Files that have a content's inode and would fit, but hold a later one. */
    private final Map<ReadContent, SourceFile> alsoFits = new HashMap<>();

    ContentMatching(Vfs vfs, boolean header, Collection<ReadContent> contents) {
        this.vfs = vfs;
        this.header = header;
        unmatched = new ArrayList<>(contents);
        unmatched.sort(Comparator.comparing(ReadContent::id));
    }

    CheckReport of(SourceFiles files, long rowsWithout) throws IOException {
        Map<SourceFile, LineCounts> open = new LinkedHashMap<>();
        for (SourceFile file : files.all()) {
            LineCounts lines = byInode(file);
            if (lines != null) {
                open.put(file, lines);
            }
        }
        for (boolean exact : new boolean[] {true, false}) {
            for (SourceFile file : List.copyOf(open.keySet())) {
                if (byFamily(file, exact)) {
                    open.remove(file);
                }
            }
        }
        open.forEach((file, lines) -> results.put(file.name(), FileResult.unread(file.name(), lines.total())));
        return new CheckReport(
                List.copyOf(results.values()),
                unmatched.stream().map(content -> told(content, files)).toList(),
                rowsWithout);
    }

    /** Returns what was counted if the file holds nothing of what was read from its inode; else null. */
    private LineCounts byInode(SourceFile file) throws IOException {
        List<ReadContent> candidates = unmatched.stream()
                .filter(content -> content.inode() != 0 && content.inode() == file.inode())
                .sorted((one, other) -> other.compareAge(one))
                .toList();
        LineCounts lines = file.count(vfs, header, cuts(candidates));
        List<ReadContent> fitting =
                candidates.stream().filter(content -> fits(lines, content)).toList();
        if (fitting.isEmpty()) {
            return lines;
        }
        match(file, lines, fitting.get(0), CheckReport.BY_INODE);
        fitting.stream()
                .skip(1)
                .filter(content -> hasAllRows(lines, content))
                .forEach(content -> alsoFits.put(content, file));
        return null;
    }

    private boolean byFamily(SourceFile file, boolean exact) throws IOException {
        List<ReadContent> candidates = unmatched.stream()
                .filter(content -> content.seenAt().stream().anyMatch(file::isOfTheFamilyOf))
                .toList();
        if (candidates.isEmpty()) {
            return false;
        }
        LineCounts lines = file.count(vfs, header, cuts(candidates));
        Optional<ReadContent> found = candidates.stream()
                .filter(content -> fits(lines, content) && (!exact || content.end() == lines.bytes()))
                .max(Comparator.comparingLong(ReadContent::end));
        found.ifPresent(content -> match(file, lines, content, CheckReport.BY_CONTENT));
        return found.isPresent();
    }

    private static NavigableSet<Long> cuts(List<ReadContent> contents) {
        TreeSet<Long> cuts = new TreeSet<>();
        contents.forEach(content -> cuts.addAll(content.cuts()));
        return cuts;
    }

    /** Nearly all cuts must lie between lines: a last line may have been read before its end was written. */
    private static boolean fits(LineCounts lines, ReadContent content) {
        if (content.end() > lines.bytes()) {
            return false;
        }
        Collection<Long> cuts = content.cuts();
        long within = cuts.stream().filter(cut -> !lines.isBetweenLines(cut)).count();
        return within * 10 <= cuts.size();
    }

    private static boolean hasAllRows(LineCounts lines, ReadContent content) {
        return content.chunks().entrySet().stream()
                .allMatch(entry ->
                        lines.between(entry.getKey().from(), entry.getKey().to()) == entry.getValue());
    }

    private void match(SourceFile file, LineCounts lines, ReadContent content, String by) {
        unmatched.remove(content);
        TreeMap<Long, Long> ends = new TreeMap<>();
        long missing = 0;
        long duplicated = 0;
        long once = 0;
        for (Map.Entry<ReadContent.Chunk, Long> entry : content.chunks().entrySet()) {
            ReadContent.Chunk chunk = entry.getKey();
            long expected = lines.between(chunk.from(), chunk.to());
            once += expected;
            missing += Math.max(0, expected - entry.getValue());
            duplicated += Math.max(0, entry.getValue() - expected);
            ends.merge(chunk.from(), chunk.to(), Math::max);
        }
        long covered = 0;
        long reached = 0;
        for (Map.Entry<Long, Long> part : ends.entrySet()) {
            long from = Math.max(part.getKey(), reached);
            if (part.getValue() > from) {
                covered += lines.between(from, part.getValue());
                reached = part.getValue();
            }
        }
        missing += lines.total() - covered;
        duplicated += once - covered;
        results.put(file.name(), new FileResult(file.name(), lines.total(), content.rows(), missing, duplicated, by));
    }

    private Unmatched told(ReadContent content, SourceFiles files) {
        SourceFile fitting = alsoFits.get(content);
        SourceFile heir = files.withInode(content.inode());
        String why;
        if (fitting != null) {
            why = "its file is now " + fitting.name()
                    + ", which other rows are of, and it would fit as well: either the"
                    + " file was written anew, or it was read twice. Compare with --key";
        } else if (heir != null && content.seenAt().stream().anyMatch(heir::isOfTheFamilyOf)) {
            why = "its file, " + heir.name()
                    + ", was written anew since, as copytruncate does, and no copy of what was in it" + " is here";
        } else if (heir != null) {
            why = "the file is gone: its inode is now that of " + heir.name()
                    + ", and no file of its family holds what it" + " held";
        } else {
            why = "the file is gone: none has its inode, and none of its family holds what it held";
        }
        return new Unmatched(content.id(), List.copyOf(content.seenAt()), content.rows(), why, fitting != null);
    }
}
