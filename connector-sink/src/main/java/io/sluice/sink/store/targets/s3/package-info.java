/**
 * Data sets in S3 and in what speaks its protocol: {@link io.sluice.sink.store.targets.s3.S3Target}. Staged content is a
 * multipart upload that nobody has completed yet, and an object is created with {@code If-None-Match: *}.
 *
 * <p>The SDK repeats nothing: whether a request may be repeated, and what its failure says, depends on what the request was
 * for, so {@link io.sluice.sink.store.targets.s3.S3Requests} decides.
 */
package io.sluice.sink.store.targets.s3;
