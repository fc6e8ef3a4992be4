package io.sluice.io.read;

import io.sluice.io.flow.PermitUse;

/**
 * One look at a {@link FileReader}.
 *
 * @param files files open, the most that ever were, and reads waiting
 * @param memory bytes of buffers and windows in use, and the most that ever were
 * @param buffersOut pooled buffers in use
 */
public record ReadUse(PermitUse files, PermitUse memory, int buffersOut) {}
