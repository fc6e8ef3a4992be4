package io.sluice.source.scan;

/** In which order a scan hands out its files. Equal ones are in the order of their names. */
public enum ScanOrder {
    /** By root as configured, then by path, directory for directory. */
    NAME,
    /** The one that changed longest ago first. */
    MODIFIED,
    /** The smallest first. */
    SIZE
}
