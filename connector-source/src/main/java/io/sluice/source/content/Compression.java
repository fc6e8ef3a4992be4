package io.sluice.source.content;

/** How a file is compressed. */
public enum Compression {
    NONE,
    GZIP,
    ZSTD,
    BZIP2,
    XZ,
    LZ4
}
