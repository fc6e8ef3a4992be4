package io.sluice.deploy.command.audit;

import io.sluice.io.vfs.LocalVfs;
import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Compares two files byte by byte. Any thread. */
final class FileComparison {
    private static final int AT_ONCE = 1 << 18;

    private FileComparison() {}

    /** Where they differ first, which may be the end of the shorter one; -1 if they are the same. */
    static long firstDifference(Path one, Path other) throws IOException {
        Path first = one.toRealPath();
        Path second = other.toRealPath();
        try (Vfs vfs = LocalVfs.rootedAt(first.getParent(), second.getParent());
                VfsFile left = vfs.open(first, OpenMode.READ);
                VfsFile right = vfs.open(second, OpenMode.READ)) {
            ByteBuffer ofLeft = ByteBuffer.allocate(AT_ONCE);
            ByteBuffer ofRight = ByteBuffer.allocate(AT_ONCE);
            for (long position = 0; ; position += ofLeft.limit()) {
                fill(left, ofLeft, position);
                fill(right, ofRight, position);
                int differing = ofLeft.mismatch(ofRight);
                if (differing >= 0) {
                    return position + differing;
                }
                if (ofLeft.limit() == 0) {
                    return -1;
                }
            }
        }
    }

    private static void fill(VfsFile file, ByteBuffer buffer, long position) throws IOException {
        buffer.clear();
        while (buffer.hasRemaining() && file.read(buffer, position + buffer.position()) >= 0) {
            // As a call may read fewer bytes than there are.
        }
        buffer.flip();
    }
}
