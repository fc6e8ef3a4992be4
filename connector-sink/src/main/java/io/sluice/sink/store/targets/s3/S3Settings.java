package io.sluice.sink.store.targets.s3;

import io.sluice.io.flow.RetrySettings;
import java.net.URI;
import java.time.Duration;

/**
 * Which data set in which bucket of which server, and how to use it. Immutable.
 *
 * @param prefix of the keys of all objects, without a slash at either end; empty for the whole bucket
 * @param region null for what the environment says
 * @param endpoint of a server that is not Amazon's, null for theirs
 * @param pathStyle whether the bucket stands in the path and not in the host's name
 * @param encryption {@code AES256}, {@code aws:kms}, or null for what the bucket does by itself
 * @param kmsKey for {@code aws:kms}, null for the account's own
 * @param storageClass such as {@code STANDARD_IA}, null for the bucket's
 * @param partBytes of an upload
 * @param partsAtOnce how many parts of all files are in memory and on their way; a writer waits for one of them
 * @param requestTimeout of one attempt of a request
 * @param lockLease how long a lock is another's at most, whose holder does not give it back
 */
public record S3Settings(
        String bucket,
        String prefix,
        String region,
        URI endpoint,
        boolean pathStyle,
        S3Credentials credentials,
        String encryption,
        String kmsKey,
        String storageClass,
        int partBytes,
        int partsAtOnce,
        RetrySettings retries,
        Duration requestTimeout,
        Duration lockLease) {

    /** The least that S3 takes of a part that is not the last. */
    public static final int LEAST_PART_BYTES = 5 << 20;

    private static final int MOST_PART_BYTES = 1 << 30;
    private static final RetrySettings RETRIES =
            new RetrySettings(6, Duration.ofMillis(100), 2, Duration.ofSeconds(5), 0.3);

    public S3Settings {
        if (bucket == null || bucket.isBlank()) {
            throw new IllegalArgumentException("bucket is missing, but must be named, as in s3://bucket/prefix");
        }
        if (prefix.startsWith("/") || prefix.endsWith("/") || prefix.contains("//")) {
            throw new IllegalArgumentException(
                    "prefix is '" + prefix + "', but must have no slash at its ends and no two together");
        }
        if (partBytes < LEAST_PART_BYTES || partBytes > MOST_PART_BYTES) {
            throw new IllegalArgumentException("partBytes is " + partBytes + ", but must be between " + LEAST_PART_BYTES
                    + " and " + MOST_PART_BYTES);
        }
        if (partsAtOnce < 1 || partsAtOnce > 1000) {
            throw new IllegalArgumentException("partsAtOnce is " + partsAtOnce + ", but must be between 1 and 1000");
        }
        if (kmsKey != null && !"aws:kms".equals(encryption)) {
            throw new IllegalArgumentException("kmsKey is given, so encryption must be aws:kms");
        }
        requirePositive("requestTimeout", requestTimeout);
        requirePositive("lockLease", lockLease);
    }

    private static void requirePositive(String setting, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(setting + " is " + value + ", but must be more than 0");
        }
    }

    /** Of a URL like {@code s3://bucket/some/prefix}, with the defaults for everything else. */
    public static S3Settings at(String url) {
        URI parsed = URI.create(url);
        if (!"s3".equals(parsed.getScheme()) || parsed.getAuthority() == null) {
            throw new IllegalArgumentException("'" + url + "' is not like s3://bucket/prefix");
        }
        String path = parsed.getPath() == null ? "" : parsed.getPath();
        String prefix = path.replaceAll("^/+|/+$", "");
        return new S3Settings(
                parsed.getAuthority(),
                prefix,
                null,
                null,
                false,
                S3Credentials.CHAIN,
                null,
                null,
                null,
                8 << 20,
                8,
                RETRIES,
                Duration.ofSeconds(60),
                Duration.ofMinutes(5));
    }

    public S3Settings inBucket(String value) {
        return new S3Settings(
                value,
                prefix,
                region,
                endpoint,
                pathStyle,
                credentials,
                encryption,
                kmsKey,
                storageClass,
                partBytes,
                partsAtOnce,
                retries,
                requestTimeout,
                lockLease);
    }

    public S3Settings withRegion(String value) {
        return new S3Settings(
                bucket,
                prefix,
                value,
                endpoint,
                pathStyle,
                credentials,
                encryption,
                kmsKey,
                storageClass,
                partBytes,
                partsAtOnce,
                retries,
                requestTimeout,
                lockLease);
    }

    public S3Settings withEndpoint(URI value, boolean withPathStyle) {
        return new S3Settings(
                bucket,
                prefix,
                region,
                value,
                withPathStyle,
                credentials,
                encryption,
                kmsKey,
                storageClass,
                partBytes,
                partsAtOnce,
                retries,
                requestTimeout,
                lockLease);
    }

    public S3Settings withCredentials(S3Credentials value) {
        return new S3Settings(
                bucket,
                prefix,
                region,
                endpoint,
                pathStyle,
                value,
                encryption,
                kmsKey,
                storageClass,
                partBytes,
                partsAtOnce,
                retries,
                requestTimeout,
                lockLease);
    }

    /** See {@link #encryption} and {@link #kmsKey}. */
    public S3Settings withEncryption(String value, String key) {
        return new S3Settings(
                bucket,
                prefix,
                region,
                endpoint,
                pathStyle,
                credentials,
                value,
                key,
                storageClass,
                partBytes,
                partsAtOnce,
                retries,
                requestTimeout,
                lockLease);
    }

    public S3Settings withStorageClass(String value) {
        return new S3Settings(
                bucket,
                prefix,
                region,
                endpoint,
                pathStyle,
                credentials,
                encryption,
                kmsKey,
                value,
                partBytes,
                partsAtOnce,
                retries,
                requestTimeout,
                lockLease);
    }

    public S3Settings withParts(int bytes, int atOnce) {
        return new S3Settings(
                bucket,
                prefix,
                region,
                endpoint,
                pathStyle,
                credentials,
                encryption,
                kmsKey,
                storageClass,
                bytes,
                atOnce,
                retries,
                requestTimeout,
                lockLease);
    }

    public S3Settings withRetries(RetrySettings value, Duration timeout) {
        return new S3Settings(
                bucket,
                prefix,
                region,
                endpoint,
                pathStyle,
                credentials,
                encryption,
                kmsKey,
                storageClass,
                partBytes,
                partsAtOnce,
                value,
                timeout,
                lockLease);
    }

    /** What to call the data set in a message. */
    String location() {
        return "s3://" + bucket + (prefix.isEmpty() ? "" : "/" + prefix);
    }
}
