package io.sluice.io.vfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;

/** Asks the system for a {@link FileStat}, in one call where it has inodes. */
final class LocalStat {

    private static final int KIND_MASK = 0170000;
    private static final int REGULAR = 0100000;
    private static final int DIRECTORY = 0040000;
    private static final int LINK = 0120000;

    private LocalStat() {}

    /** Describes what is at the path, a link as a link. */
    static FileStat of(Path path) throws IOException {
        return path.getFileSystem().supportedFileAttributeViews().contains("unix") ? ofUnix(path) : ofOther(path);
    }

    private static FileStat ofUnix(Path path) throws IOException {
        Map<String, Object> found =
                Files.readAttributes(path, "unix:mode,size,lastModifiedTime,dev,ino,nlink", LinkOption.NOFOLLOW_LINKS);
        FileKind kind = switch ((Integer) found.get("mode") & KIND_MASK) {
            case REGULAR -> FileKind.FILE;
            case DIRECTORY -> FileKind.DIRECTORY;
            case LINK -> FileKind.LINK;
            default -> FileKind.OTHER;
        };
        return new FileStat(
                kind,
                (Long) found.get("size"),
                ((FileTime) found.get("lastModifiedTime")).toInstant(),
                (Long) found.get("dev"),
                (Long) found.get("ino"),
                (Integer) found.get("nlink"));
    }

    private static FileStat ofOther(Path path) throws IOException {
        BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return new FileStat(
                LocalTree.kindOf(found), found.size(), found.lastModifiedTime().toInstant(), 0, 0, 1);
    }
}
