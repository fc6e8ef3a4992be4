package io.sluice.sink.store.targets.s3;

import io.sluice.io.flow.RetrySettings;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;

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
        return changed(draft -> draft.bucket = value);
    }

    /** Of what is below that name. */
    public S3Settings below(String name) {
        return changed(draft -> draft.prefix = prefix.isEmpty() ? name : prefix + "/" + name);
    }

    public S3Settings withRegion(String value) {
        return changed(draft -> draft.region = value);
    }

    public S3Settings withEndpoint(URI value, boolean withPathStyle) {
        return changed(draft -> {
            draft.endpoint = value;
            draft.pathStyle = withPathStyle;
        });
    }

    public S3Settings withCredentials(S3Credentials value) {
        return changed(draft -> draft.credentials = value);
    }

    /** See {@link #encryption} and {@link #kmsKey}. */
    public S3Settings withEncryption(String value, String key) {
        return changed(draft -> {
            draft.encryption = value;
            draft.kmsKey = key;
        });
    }

    public S3Settings withStorageClass(String value) {
        return changed(draft -> draft.storageClass = value);
    }

    public S3Settings withParts(int bytes, int atOnce) {
        return changed(draft -> {
            draft.partBytes = bytes;
            draft.partsAtOnce = atOnce;
        });
    }

    public S3Settings withRetries(RetrySettings value, Duration timeout) {
        return changed(draft -> {
            draft.retries = value;
            draft.requestTimeout = timeout;
        });
    }

    private S3Settings changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.settings();
    }

    /** Settings that are being changed. */
    private static final class Draft {
        private String bucket;
        private String prefix;
        private String region;
        private URI endpoint;
        private boolean pathStyle;
        private S3Credentials credentials;
        private String encryption;
        private String kmsKey;
        private String storageClass;
        private int partBytes;
        private int partsAtOnce;
        private RetrySettings retries;
        private Duration requestTimeout;
        private final Duration lockLease;

        Draft(S3Settings from) {
            bucket = from.bucket;
            prefix = from.prefix;
            region = from.region;
            endpoint = from.endpoint;
            pathStyle = from.pathStyle;
            credentials = from.credentials;
            encryption = from.encryption;
            kmsKey = from.kmsKey;
            storageClass = from.storageClass;
            partBytes = from.partBytes;
            partsAtOnce = from.partsAtOnce;
            retries = from.retries;
            requestTimeout = from.requestTimeout;
            lockLease = from.lockLease;
        }

        S3Settings settings() {
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
                    retries,
                    requestTimeout,
                    lockLease);
        }
    }

    /** What to call the data set in a message. */
    String location() {
        return "s3://" + bucket + (prefix.isEmpty() ? "" : "/" + prefix);
    }
}
