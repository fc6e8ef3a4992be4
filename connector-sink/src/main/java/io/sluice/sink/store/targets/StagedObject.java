package io.sluice.sink.store.targets;

/**
 * Staged content that is durable, and what it takes to publish it.
 *
 * @param name of the object it becomes
 * @param writer whose area it is in
 * @param id what the target calls it there
 * @param bytes how many
 */
public record StagedObject(String name, String writer, String id, long bytes) {}
