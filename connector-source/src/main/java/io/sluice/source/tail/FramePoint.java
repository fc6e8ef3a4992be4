package io.sluice.source.tail;

import io.sluice.source.tail.FileState.Phase;

/**
 * Where one frame ends, and what is to be stored of its file when the record made from it is. Made on the reader thread,
 * then never changed; {@link #acknowledged} is called once, on whatever thread learns of it.
 */
public final class FramePoint {

    private final Outstanding outstanding;
    private final FileView file;
    private final Proof.Point proof;
    private final long frames;
    private final boolean last;
    private final String sha256;
    private final int charge;

    FramePoint(
            Outstanding outstanding,
            FileView file,
            Proof.Point proof,
            long frames,
            boolean last,
            String sha256,
            int charge) {
        this.outstanding = outstanding;
        this.file = file;
        this.proof = proof;
        this.frames = frames;
        this.last = last;
        this.sha256 = sha256;
        this.charge = charge;
    }

    public FileView file() {
        return file;
    }

    /** The frame's number in its file, from 0. */
    public long index() {
        return frames - 1;
    }

    /** Whether the file ends with it. */
    public boolean isLast() {
        return last;
    }

    /** Of the whole content, in lower-case hexadecimal, with its last frame; else null. */
    public String sha256() {
        return sha256;
    }

    /** Of the byte behind the frame and what ends it. */
    public long next() {
        return proof.position();
    }

    /** What the frame counts against the budget. */
    public int charge() {
        return charge;
    }

    /** Computed anew at each call: few points of many are ever stored. */
    public FileState state() {
        return new FileState(
                file.id(),
                file.found().path().toString(),
                file.generation(),
                frames,
                last ? Phase.DONE : Phase.READING,
                proof.proof(),
                proof.position(),
                file.found().stat().bytes(),
                file.found().stat().modified().toEpochMilli());
    }

    /** The record is where it was sent, or is not wanted any more: its room is free again. */
    public void acknowledged() {
        outstanding.acknowledged(charge);
    }
}
