package io.sluice.streams.app;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import io.sluice.streams.window.TimeScale;

/**
 * Times as text. Results of many keys name the same few starts and ends of windows, and making their texts anew took a fifth
 * of the time of writing a result; so those made last are kept. Owned by one thread.
 */
final class TimeTexts {
    private static final int KEPT = 512;

    private final TimeScale scale;
    private final long[] times = new long[KEPT];
    private final SerializableString[] texts = new SerializableString[KEPT];

    TimeTexts(TimeScale scale) {
        this.scale = scale;
    }

    /** The text of {@link TimeScale#text}. */
    SerializableString of(long ticks) {
        long mixed = ticks * 0x9E3779B97F4A7C15L;
        int place = (int) (mixed >>> 40) & (KEPT - 1);
        SerializableString found = texts[place];
        if (found == null || times[place] != ticks) {
            found = new SerializedString(scale.text(ticks));
            times[place] = ticks;
            texts[place] = found;
        }
        return found;
    }
}
