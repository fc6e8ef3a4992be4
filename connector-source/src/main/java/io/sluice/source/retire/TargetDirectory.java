package io.sluice.source.retire;

import io.sluice.io.publish.PublishOptions;
import io.sluice.io.publish.Publisher;
import io.sluice.io.tree.Directories;
import io.sluice.io.vfs.FileStat;
import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.Vfs;
import io.sluice.source.content.Content;
import io.sluice.source.retire.Keeping.Kept;
import io.sluice.source.tail.ContentSource;
import io.sluice.source.tail.FinishedFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Where files are moved and archived to. Below it they keep their paths below their roots. A name that is taken is never overwritten:
 * the file gets a number, unless what has the name is the very same content, as after a crash between keeping a file and
 * removing it. Owned by the retirement's thread.
 */
final class TargetDirectory {

    private static final String DRAFTS = ".sluice-drafts";

    private final Vfs vfs;
    private final ContentSource contents;
    private final ContentSource archives;
    private final Path directory;
    private final Publisher publisher;
    private final byte[] buffer;

    /**
     * @param contents opens files as they were read
     * @param archives opens what archiving has written
     */
    TargetDirectory(
            Vfs vfs, ContentSource contents, ContentSource archives, Path directory, String owner, byte[] buffer) {
        this.vfs = vfs;
        this.contents = contents;
        this.archives = archives;
        this.directory = directory;
        this.publisher = new Publisher(vfs, owner);
        this.buffer = buffer;
    }

    /** Puts something under a name that is free. Throws {@link FileAlreadyExistsException} if it is not any more. */
    @FunctionalInterface
    interface Putting {
        Kept putAt(Path name) throws IOException;
    }

    /** Removes what a predecessor was writing when it was ended. */
    void sweep() throws IOException {
        try {
            int unused = publisher.sweep(directory.resolve(DRAFTS));
        } catch (NoSuchFileException e) {
            // Nothing was written yet.
        }
    }

    Kept keep(OpenedFile file, String suffix, Putting putting) throws IOException {
        Path below = file.file().view().found().root().directory().relativize(file.path());
        Path parent = directory.resolve(below).getParent();
        for (Path name : new TargetNames(parent, below.getFileName().toString(), suffix)) {
            FileStat taken = lookAt(name);
            if (taken == null) {
                try {
                    return putting.putAt(name);
                } catch (FileAlreadyExistsException e) {
                    // Someone was faster.
                    continue;
                }
            }
            if (taken.sameFile(file.stat())
                    || holdsTheSame(name, taken, file, suffix.isEmpty() ? contents : archives)) {
                vfs.syncDirectory(parent);
                return new Kept(true, name, false);
            }
        }
        throw new FileSystemException(
                file.path().toString(),
                parent.toString(),
                "every name for it is taken there: remove old files, or let after.directory be another one");
    }

    private FileStat lookAt(Path name) throws IOException {
        try {
            return vfs.statLink(name);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private boolean holdsTheSame(Path name, FileStat taken, OpenedFile file, ContentSource opener) throws IOException {
        if (!taken.isFile()) {
            return false;
        }
        try (Content content = opener.open(vfs.open(name, OpenMode.READ))) {
            FinishedFile finished = file.file();
            return finished.beginsLike(content) && finished.matches(content, buffer, (bytes, length) -> {});
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            // It cannot be read as what it seems to be, so it is something else.
            return false;
        }
    }

    void createParentOf(Path name) throws IOException {
        Directories.createDurably(vfs, name.getParent());
    }

    Publisher publisher() {
        return publisher;
    }

    /** A file that is put in place in one step, and never over another. */
    PublishOptions options() {
        return PublishOptions.createOnly().stagedIn(directory.resolve(DRAFTS)).withParents();
    }
}
