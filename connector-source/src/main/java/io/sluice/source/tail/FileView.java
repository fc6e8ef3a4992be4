package io.sluice.source.tail;

import io.sluice.source.scan.FoundFile;

/**
 * A file as its records see it: what it is, where it is, and which content of it.
 *
 * @param key what the file is under all its names: what its state is stored under
 * @param id what the content is: another one for each generation
 * @param found where it was last seen, and how large it was
 */
public record FileView(String key, String id, int generation, FoundFile found) {}
