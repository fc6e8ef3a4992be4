package io.sluice.source.framing;

/** A file cannot be cut into frames as configured: reading it stops until someone changes the one or the other. */
public final class FramingException extends Exception {

    private static final long serialVersionUID = 1L;

    private final long position;

    /**
     * @param position in the content
     * @param reason for people, without the file's name, which whoever knows it puts in front
     */
    public FramingException(long position, String reason) {
        super(reason);
        this.position = position;
    }

    public long position() {
        return position;
    }
}
