package io.sluice.io.vfs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A process that does what it is told on its standard input, line by line: {@code lock}, {@code share}, {@code
 * unlock}, {@code elsewhere}, {@code guard}.
 */
final class LockHolderMain {

    private LockHolderMain() {}

    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments[0]);
        try (LocalVfs vfs = LocalVfs.rootedAt(root);
                VfsLockFile file = vfs.openLockFile(Path.of("lock"));
                BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            System.out.println("ready");
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                System.out.println(
                        switch (order) {
                            case "lock" -> file.tryLock(0, 1, false);
                            case "share" -> file.tryLock(0, 1, true);
                            case "elsewhere" -> file.lockedElsewhere(0, 1);
                            case "unlock" -> {
                                file.unlock(0, 1);
                                yield true;
                            }
                            case "guard" -> takesTheGuard(root.resolve("lock"));
                            default -> "unknown order " + order;
                        });
            }
        }
    }

    /** Whether the guard of the first byte is free, asked past the registry; gives up all locks of this process. */
    private static boolean takesTheGuard(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock(LockTable.GUARD_OFFSET, 1, false)) {
            return lock != null;
        }
    }
}
