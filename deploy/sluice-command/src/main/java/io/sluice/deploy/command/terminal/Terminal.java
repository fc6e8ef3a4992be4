package io.sluice.deploy.command.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether there is a terminal. Any thread. */
public final class Terminal {
    private Terminal() {}

    /** Java only tells of standard input and output together; Linux shows what the third descriptor is. */
    public static boolean isStandardError() {
        Path descriptor = Path.of("/proc/self/fd/2");
        try {
            return Files.isSymbolicLink(descriptor)
                    && Files.readSymbolicLink(descriptor).toString().matches("/dev/(pts/.*|tty.*|console)");
        } catch (IOException e) {
            return false;
        }
    }
}
