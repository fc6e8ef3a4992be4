package io.sluice.io.flow;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The texts of the C library for the errors that mean more than "no", by what they mean. Where a text has several forms,
 * they are glibc's, musl's and macOS's.
 */
final class SystemReasons {
    private static final Map<ErrorKind, List<String>> TEXTS = Map.of(
            ErrorKind.BUSY,
                    List.of(
                            "too many open files",
                            "too many open files in system",
                            "no file descriptors available",
                            "resource temporarily unavailable",
                            "device or resource busy",
                            "resource busy",
                            "text file busy",
                            "interrupted system call",
                            "cannot allocate memory",
                            "out of memory",
                            "no locks available"),
            ErrorKind.TRANSIENT,
                    List.of(
                            "input/output error",
                            "i/o error",
                            "remote i/o error",
                            "stale file handle",
                            "stale nfs file handle",
                            "connection timed out",
                            "operation timed out",
                            "connection reset by peer",
                            "connection reset",
                            "connection refused",
                            "network is down",
                            "network unreachable",
                            "network is unreachable",
                            "host is down",
                            "host is unreachable",
                            "no route to host",
                            "transport endpoint is not connected",
                            "software caused connection abort"),
            ErrorKind.OUT_OF_SPACE,
                    List.of(
                            "no space left on device",
                            "disk quota exceeded",
                            "disc quota exceeded",
                            "quota exceeded",
                            "there is not enough space on the disk"));

    private SystemReasons() {}

    /** What the system's reason means, or null if there is none or it is none of these. */
    static ErrorKind kindOf(IOException error) {
        String text = error instanceof FileSystemException e ? e.getReason() : error.getMessage();
        if (text == null) {
            return null;
        }
        String lower = text.toLowerCase(Locale.ROOT);
        for (Map.Entry<ErrorKind, List<String>> kind : TEXTS.entrySet()) {
            for (String reason : kind.getValue()) {
                if (says(lower, reason)) {
                    return kind.getKey();
                }
            }
        }
        return null;
    }

    /**
     * Whether a message is the reason, or has it at its beginning, after a colon at its end, or in parentheses at its end
     * (as {@code FileNotFoundException} does). Not anywhere in it: a path may hold any words.
     */
    private static boolean says(String message, String reason) {
        if (message.startsWith(reason)) {
            return message.length() == reason.length() || !Character.isLetter(message.charAt(reason.length()));
        }
        return message.endsWith(": " + reason) || message.endsWith("(" + reason + ")");
    }
}
