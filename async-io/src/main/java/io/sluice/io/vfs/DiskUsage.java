package io.sluice.io.vfs;

/**
 * Room on the file system that holds a path.
 *
 * @param totalBytes its size
 * @param usableBytes what this process may still write
 * @param fileSystemType its type as the system names it, such as {@code ext4} or {@code nfs4}
 * @param network whether it is on another machine: mappings and change events are not to be trusted there
 */
public record DiskUsage(long totalBytes, long usableBytes, String fileSystemType, boolean network) {}
