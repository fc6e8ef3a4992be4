package io.sluice.source.framing;

import java.util.Objects;
import java.util.Set;

/**
 * The whole content is one frame, once nothing follows. A flush changes nothing. What is appended to a file that was
 * complete is one more frame.
 *
 * @param maxFileBytes 1 to 2^30
 * @param overLong for a file that is longer: fail or skip
 */
public record WholeFileSettings(int maxFileBytes, OverLong overLong) implements FramingSettings {

    static final String MAX_FILE_BYTES = "max.file.bytes";
    private static final int DEFAULT_MAX_FILE_BYTES = 1 << 20;

    public WholeFileSettings {
        Limits.check(MAX_FILE_BYTES, maxFileBytes, 1, Limits.MOST_BYTES);
        Objects.requireNonNull(overLong, "overLong")
                .checkIn(Set.of(OverLong.FAIL, OverLong.SKIP), "a part of a file is not a whole file");
    }

    /** 1 MiB; a file that is longer fails. */
    public static WholeFileSettings standard() {
        return new WholeFileSettings(DEFAULT_MAX_FILE_BYTES, OverLong.FAIL);
    }

    public WholeFileSettings withMaxFileBytes(int newMaxFileBytes) {
        return new WholeFileSettings(newMaxFileBytes, overLong);
    }

    public WholeFileSettings withOverLong(OverLong newOverLong) {
        return new WholeFileSettings(maxFileBytes, newOverLong);
    }

    @Override
    public Framing newFraming() {
        return new WholeFileFraming(this);
    }
}
