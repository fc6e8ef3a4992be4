package io.sluice.source.framing;

/** How files are cut into frames. Immutable values, checked when made, free to share. */
public sealed interface FramingSettings
        permits LineSettings, LineChunkSettings, ByteChunkSettings, WholeFileSettings, EventSettings, CsvRowSettings {

    /** The framing of one file, for a reader that begins at its start or at any {@code next} of an earlier one. */
    Framing newFraming();
}
