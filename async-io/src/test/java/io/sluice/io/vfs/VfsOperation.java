package io.sluice.io.vfs;

import java.nio.file.Path;

/**
 * One call on its way through a {@link ForwardingVfs}.
 *
 * @param call which
 * @param path the path it names, or the one its handle was opened at
 * @param other the second path of a move, a link or a transfer, otherwise null
 * @param position where in the file, 0 if it does not say
 * @param bytes how many, 0 if it does not say
 * @param handle the file, listing, lock file or mapping below that it is made on, otherwise null
 */
public record VfsOperation(VfsCall call, Path path, Path other, long position, long bytes, Object handle) {

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(call.name()).append(' ').append(path);
        if (other != null) {
            text.append(" -> ").append(other);
        }
        if (bytes != 0 || position != 0) {
            text.append(' ').append(bytes).append(" bytes at ").append(position);
        }
        return text.toString();
    }
}
