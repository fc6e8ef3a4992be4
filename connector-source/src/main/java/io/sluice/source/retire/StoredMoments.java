package io.sluice.source.retire;

/** Tells when what has arrived is committed, and with it the positions to go on from. Safe from any thread. */
public interface StoredMoments {

    /** A number for now. */
    long moment();

    /** Whether everything that had arrived at the moment is committed, and the positions behind it are. */
    boolean isStored(long moment);
}
