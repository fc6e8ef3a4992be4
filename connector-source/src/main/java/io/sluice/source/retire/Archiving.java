package io.sluice.source.retire;

import io.sluice.io.publish.Draft;
import io.sluice.source.content.Compression;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Compresses a file into the target directory, while it is compared with what was read. A file that is compressed is moved as it
 * is. Owned by the retirement's thread.
 */
final class Archiving implements Keeping {

    private final TargetDirectory target;
    private final Packing packing;
    private final Keeping moving;
    private final byte[] buffer;
    private final Stopping stopping;

    Archiving(TargetDirectory target, Packing packing, Keeping moving, byte[] buffer, Stopping stopping) {
        this.target = target;
        this.packing = packing;
        this.moving = moving;
        this.buffer = buffer;
        this.stopping = stopping;
    }

    @Override
    public Kept keep(OpenedFile file) throws IOException {
        file.content().settle();
        if (file.content().compression() != Compression.NONE) {
            return moving.keep(file);
        }
        Retiree.refuseSecondNames(file);
        try {
            return target.keep(file, packing.suffix(), name -> put(file, name));
        } catch (OtherContentException e) {
            return Kept.CHANGED;
        }
    }

    private Kept put(OpenedFile file, Path name) throws IOException {
        target.publisher().publish(name, target.options(), draft -> {
            try (OutputStream packed = packing.over(new DraftStream(draft))) {
                boolean same = file.file().matches(file.content(), buffer, (bytes, length) -> {
                    stopping.check();
                    packed.write(bytes, 0, length);
                });
                if (!same) {
                    throw new OtherContentException();
                }
            }
        });
        return new Kept(true, name, true);
    }

    /** It is not the file that was read: what was written of it is not published. */
    private static final class OtherContentException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** Writes into a draft, which somebody else ends. */
    private static final class DraftStream extends OutputStream {

        private final Draft draft;

        DraftStream(Draft draft) {
            this.draft = draft;
        }

        @Override
        public void write(int one) throws IOException {
            draft.write(ByteBuffer.wrap(new byte[] {(byte) one}));
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            draft.write(ByteBuffer.wrap(bytes, from, length));
        }
    }
}
