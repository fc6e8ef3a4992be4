package io.sluice.record;

import java.util.OptionalLong;

/**
 * A file that could not be brought back whole, and what of it is missing. An immutable value.
 *
 * @param file the file's path
 * @param fileId the file's id
 * @param missingFrom the position of the first byte that is missing, or known to differ
 * @param missingTo the position behind the missing range, if known: the next byte that came, or the file's size
 * @param reason what happened
 */
public record IncompleteFile(String file, String fileId, long missingFrom, OptionalLong missingTo, String reason) {

    /** One line for a log. */
    public String message() {
        String to = missingTo.isPresent() ? "to " + missingTo.getAsLong() : "on";
        return "file '" + file + "' (" + fileId + ") is incomplete: bytes from " + missingFrom + " " + to
                + " are missing: " + reason;
    }
}
