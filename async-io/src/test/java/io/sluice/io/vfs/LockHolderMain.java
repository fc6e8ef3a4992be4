package io.sluice.io.vfs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A process that does what it is told on its standard input, line by line: {@code lock}, {@code share}, {@code
 * unlock}, {@code elsewhere}.
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
                            default -> "unknown order " + order;
                        });
            }
        }
    }
}
