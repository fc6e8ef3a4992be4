package io.sluice.sink.store.targets;

import io.sluice.io.publish.OutOfSpaceException;
import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file in a staging area, whose name in it the area settles for all at once. After a write or a sync that failed it can only be discarded. One thread at a time. */
final class LocalStagedContent implements StagedContent {
    private final Vfs vfs;
    private final Path path;
    private final VfsFile file;
    private final StagedObject object;
    private long position;
    private boolean open = true;
    private boolean failed;
    private boolean discarded;

    private LocalStagedContent(Vfs vfs, Path path, VfsFile file, StagedObject object) {
        this.vfs = vfs;
        this.path = path;
        this.file = file;
        this.object = object;
    }

    static LocalStagedContent create(Vfs vfs, Path path, StagedObject object) throws IOException {
        try {
            return new LocalStagedContent(vfs, path, vfs.open(path, OpenMode.CREATE_NEW), object);
        } catch (IOException failure) {
            throw explained(path, object, 0, failure);
        }
    }

    @Override
    public String name() {
        return object.name();
    }

    @Override
    public long bytes() {
        return position;
    }

    @Override
    public void write(ByteBuffer source) throws IOException {
        requireUsable();
        try {
            while (source.hasRemaining()) {
                int written = file.write(source, position);
                if (written <= 0) {
                    throw new FileSystemException(path.toString(), null, "the system took none of the bytes");
                }
                position += written;
            }
        } catch (IOException failure) {
            failed = true;
            throw explained(path, object, position, failure);
        }
    }

    @Override
    public StagedObject seal() throws IOException {
        requireUsable();
        try {
            file.force(true);
            close();
        } catch (IOException failure) {
            failed = true;
            throw explained(path, object, position, failure);
        }
        return new StagedObject(object.name(), object.writer(), object.id(), position);
    }

    @Override
    public void discard() throws IOException {
        if (discarded) {
            return;
        }
        try {
            close();
        } finally {
            try {
                vfs.delete(path);
            } catch (NoSuchFileException gone) {
                // As good as removed.
            }
            discarded = true;
        }
    }

    private void close() throws IOException {
        if (open) {
            open = false;
            file.close();
        }
    }

    private void requireUsable() throws IOException {
        if (failed || !open) {
            throw new IOException(path + ": " + (failed ? "an earlier step failed" : "it is sealed or discarded")
                    + ", so it takes no more. Stage the file anew");
        }
    }

    private static IOException explained(Path path, StagedObject object, long position, IOException failure) {
        String what = "cannot stage " + object.name() + ", after " + position + " bytes";
        if (OutOfSpaceException.isOutOfSpace(failure)) {
            what += "; there is no space left: make room";
        }
        FileSystemException explained =
                new FileSystemException(path.toString(), null, what + " (" + failure.getMessage() + ")");
        explained.initCause(failure);
        return explained;
    }
}
