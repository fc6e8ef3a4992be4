package io.sluice.source.retire;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/** How archived files are compressed. */
public enum Packing {
    GZIP(".gz") {
        @Override
        OutputStream over(OutputStream target) throws IOException {
            return new GZIPOutputStream(target, BUFFER_BYTES);
        }
    },
    ZSTD(".zst") {
        @Override
        OutputStream over(OutputStream target) throws IOException {
            return new ZstdOutputStream(target);
        }
    };

    private static final int BUFFER_BYTES = 64 << 10;

    private final String suffix;

    Packing(String suffix) {
        this.suffix = suffix;
    }

    String suffix() {
        return suffix;
    }

    /** What is written to it is compressed, and whole once it is closed. */
    abstract OutputStream over(OutputStream target) throws IOException;
}
