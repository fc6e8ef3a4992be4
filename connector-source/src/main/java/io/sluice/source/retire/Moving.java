package io.sluice.source.retire;

import io.sluice.io.vfs.FileStat;
import io.sluice.io.vfs.Vfs;
import java.io.IOException;
import java.io.SyncFailedException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Gives a file a second name in the target directory, or where the file system can not, copies it there. Owned by the
 * retirement's thread.
 */
final class Moving implements Keeping {

    private final Vfs vfs;
    private final TargetDirectory target;
    private final byte[] buffer;
    private final Stopping stopping;

    Moving(Vfs vfs, TargetDirectory target, byte[] buffer, Stopping stopping) {
        this.vfs = vfs;
        this.target = target;
        this.buffer = buffer;
        this.stopping = stopping;
    }

    @Override
    public Kept keep(OpenedFile file) throws IOException {
        if (!file.file().matches(file.content(), buffer, (bytes, length) -> stopping.check())) {
            return Kept.CHANGED;
        }
        return target.keep(file, "", name -> put(file, name));
    }

    private Kept put(OpenedFile file, Path name) throws IOException {
        Retiree.refuseSecondNames(file);
        target.createParentOf(name);
        try {
            vfs.link(file.path(), name);
        } catch (FileAlreadyExistsException | AccessDeniedException | NoSuchFileException e) {
            throw e;
        } catch (FileSystemException e) {
            if (!isThere(name)) {
                // Another file system, or one without second names.
                return copy(file, name);
            }
        }
        FileStat linked = vfs.statLink(name);
        if (!OpenedFile.isAsFound(file.file(), linked)) {
            vfs.delete(name);
            return Kept.CHANGED;
        }
        try {
            vfs.syncDirectory(name.getParent());
        } catch (SyncFailedException e) {
            vfs.delete(name);
            throw e;
        }
        return new Kept(true, name, true);
    }

    private boolean isThere(Path name) throws IOException {
        try {
            FileStat unused = vfs.statLink(name);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private Kept copy(OpenedFile file, Path name) throws IOException {
        target.publisher().publish(name, target.options(), draft -> {
            long bytes = file.stat().bytes();
            while (draft.position() < bytes) {
                stopping.check();
                ByteBuffer read = ByteBuffer.wrap(buffer);
                read.limit((int) Math.min(buffer.length, bytes - draft.position()));
                if (file.handle().read(read, draft.position()) < 0) {
                    throw new FileSystemException(
                            file.path().toString(), name.toString(), "it was cut while it was copied");
                }
                draft.write(read.flip());
            }
        });
        return new Kept(true, name, true);
    }
}
