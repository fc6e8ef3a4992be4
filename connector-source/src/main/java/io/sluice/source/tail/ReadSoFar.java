package io.sluice.source.tail;

import io.sluice.source.framing.Window;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** How far a content was read, and what its bytes hash to there. Owned by the reader thread. */
final class ReadSoFar {

    private Continuity continuity;

    /** Behind the last frame, and how many there were. */
    private Proof.Point framed;

    private long frames;

    /** Of all bytes read, where the last chunk is to carry it; null if not, or not known after a restart. */
    private MessageDigest sha256;

    /** What a person has set, until it is proven; else -1. */
    private long unproven = -1;

    ReadSoFar(Proof proof, long frames) {
        this.continuity = new Continuity(proof);
        this.framed = continuity.point();
        this.frames = frames;
    }

    /** As far as a state says. */
    static ReadSoFar stored(FileState state) {
        ReadSoFar read = new ReadSoFar(state.proof() == null ? Proof.NOTHING_READ : state.proof(), state.frames());
        read.unproven = state.proof() == null ? state.position() : -1;
        return read;
    }

    /** Whether there is nothing but a position that a person has set. */
    boolean isUnproven() {
        return unproven >= 0;
    }

    /** Of a position that was set: what the content before it hashes to. */
    void prove(Continuity upToThere, MessageDigest ofAllRead) {
        continuity = upToThere;
        framed = continuity.point();
        sha256 = ofAllRead;
        unproven = -1;
    }

    static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Behind what the framing has taken, perhaps without a frame of it yet. */
    long position() {
        return isUnproven() ? unproven : continuity.position();
    }

    Proof proof() {
        return continuity.proof();
    }

    Proof.Point framed() {
        return framed;
    }

    /** Behind the last frame; null for what a person has set. */
    Proof framedProof() {
        return isUnproven() ? null : framed.proof();
    }

    long framedPosition() {
        return isUnproven() ? unproven : framed.position();
    }

    long frames() {
        return frames;
    }

    boolean hasSha256() {
        return sha256 != null;
    }

    void sha256(MessageDigest ofAllRead) {
        sha256 = ofAllRead;
    }

    /** In lower-case hexadecimal; once, at the end. */
    String endSha256() {
        return HexFormat.of().formatHex(sha256.digest());
    }

    /** Takes the bytes of the window up to a position that were not taken yet. */
    void readTo(Window window, long position) {
        long done = continuity.position();
        if (position > done) {
            int from = window.from() + (int) (done - window.position());
            int to = from + (int) (position - done);
            continuity.advance(window.bytes(), from, to);
            if (sha256 != null) {
                sha256.update(window.bytes(), from, to - from);
            }
        }
    }

    /** A frame ends here. */
    Proof.Point frame() {
        frames++;
        return passed();
    }

    /** What stands before here is no frame, and dealt with. */
    Proof.Point passed() {
        framed = continuity.point();
        return framed;
    }

    /** As if nothing was read behind that frame. */
    void backTo(Proof.Point lastFrame, long frameCount) {
        continuity = new Continuity(lastFrame.proof());
        framed = lastFrame;
        frames = frameCount;
        sha256 = null;
    }
}
