package io.sluice.io.vfs;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** The local file system as {@link RootJail} walks it, name by name and never through a link. Safe from any thread. */
final class LocalTree implements RootJail.Tree {

    @Override
    public FileKind kindOf(Path real) throws IOException {
        BasicFileAttributes attributes = attributesOf(real);
        return attributes == null ? null : kindOf(attributes);
    }

    @Override
    public Object keyOf(Path realRoot) throws IOException {
        BasicFileAttributes attributes = attributesOf(realRoot);
        return attributes == null || !attributes.isDirectory() ? null : keyOf(attributes.fileKey(), realRoot);
    }

    /** The system's key, and where it has none the path, which tells nothing apart. */
    static Object keyOf(Object fileKey, Path realRoot) {
        return fileKey == null ? realRoot : fileKey;
    }

    @Override
    public Path targetOf(Path realLink) throws IOException {
        return Files.readSymbolicLink(realLink);
    }

    /** What is at the path, a link as a link; null when nothing is. */
    static BasicFileAttributes attributesOf(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return null;
        } catch (FileSystemException e) {
            // Only to be met by a walk past what may be missing, or by one that races with a change.
            if (e.getReason() != null && e.getReason().contains("Not a directory")) {
                return null;
            }
            throw e;
        }
    }

    static FileKind kindOf(BasicFileAttributes attributes) {
        if (attributes.isRegularFile()) {
            return FileKind.FILE;
        }
        if (attributes.isDirectory()) {
            return FileKind.DIRECTORY;
        }
        return attributes.isSymbolicLink() ? FileKind.LINK : FileKind.OTHER;
    }
}
