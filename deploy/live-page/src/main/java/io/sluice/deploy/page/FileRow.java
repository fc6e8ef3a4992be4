package io.sluice.deploy.page;

/**
 * One file of an input. Immutable.
 *
 * @param position of the next byte that is not committed; null if that is not known
 * @param size in bytes; null if the file is gone
 * @param lag bytes not committed; null if not known
 * @param changed when it last changed, in epoch milliseconds; null if not known
 * @param state {@code tailing}, {@code waiting}, {@code rotated}, {@code done} or {@code failed}
 * @param reason for the state, or empty
 */
public record FileRow(
        String input, String path, Long position, Long size, Long lag, Long changed, String state, String reason) {
    /** The same, but it cannot be read now. */
    public FileRow failing(String why) {
        return new FileRow(input, path, position, size, lag, changed, "failed", why);
    }
}
