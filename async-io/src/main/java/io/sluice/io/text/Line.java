package io.sluice.io.text;

/**
 * One line of a file.
 *
 * @param text its characters, without the line's end
 * @param position the byte position of its first byte
 * @param bytes its length in the file, line end included: {@code position + bytes} is where the next line begins
 * @param terminated whether a line end follows; false only for a last line without one, which may still be growing
 */
public record Line(String text, long position, int bytes, boolean terminated) {

    /** The byte position just past this line. */
    public long end() {
        return position + bytes;
    }
}
