package io.sluice.source.tail;

import java.nio.file.Path;

/** Which files are names of one log over time, and whose they are. */
public interface Families {

    /** The family of a name, readable by a person. */
    String of(String rootId, Path path);

    /** Whether it is the name that is written to: not one that a rotation gives, and not compressed. */
    boolean isBase(Path path);

    /** Whether the family is this task's. Each family is exactly one task's. */
    boolean owns(String family);
}
