package io.sluice.source.content;

import java.util.Locale;

/** How a file is compressed. */
public enum Compression {
    NONE,
    GZIP,
    ZSTD,
    BZIP2,
    XZ,
    LZ4;

    /** The name that settings and messages use. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
