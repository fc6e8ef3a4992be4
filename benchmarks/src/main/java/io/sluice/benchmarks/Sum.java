package io.sluice.benchmarks;

import io.sluice.io.read.ChunkReader;
import java.nio.ByteBuffer;

/**
 * The job of reading: looks at every byte, as the sum of all longs. Nothing cheaper does, and whatever is done with files in
 * earnest costs more; so differences between ways of reading show at their largest.
 */
final class Sum implements ChunkReader<Long> {

    private long sum;

    @Override
    public void chunk(ByteBuffer bytes, long position) {
        sum += of(bytes);
    }

    @Override
    public Long end(long bytes) {
        return sum + bytes;
    }

    @Override
    public boolean takesMappedMemory() {
        return true;
    }

    static long of(ByteBuffer bytes) {
        long sum = 0;
        int at = bytes.position();
        int end = bytes.limit();
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            sum += bytes.getLong(at);
        }
        for (; at < end; at++) {
            sum += bytes.get(at);
        }
        return sum;
    }
}
