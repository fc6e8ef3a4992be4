package io.sluice.sink;

import io.sluice.connector.KeyGroup;
import io.sluice.connector.Values;
import io.sluice.sink.store.targets.s3.S3Credentials;
import io.sluice.sink.store.targets.s3.S3Settings;
import java.net.URI;
import java.nio.file.Path;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.types.Password;

/**
 * How a bucket is used: the keys of the group, and what they say. An immutable value.
 *
 * @param settings of the directory that the tables are in; null if they are in no bucket, or something is wrong
 * @param spool where parts are gathered
 */
record S3Config(S3Settings settings, Path spool) {

    static final String SCHEME = "s3://";
    static final String REGION = "s3.region";
    static final String ENDPOINT = "s3.endpoint";
    static final String PATH_STYLE = "s3.path.style";
    static final String ACCESS_KEY = "s3.access.key";
    static final String SECRET_KEY = "s3.secret.key";
    static final String ENCRYPTION = "s3.encryption";
    static final String KMS_KEY = "s3.kms.key";
    static final String STORAGE_CLASS = "s3.storage.class";
    static final String PART_BYTES = "s3.part.bytes";
    static final String PARTS_AT_ONCE = "s3.parts.at.once";
    static final String SPOOL = "s3.spool.directory";

    static void define(ConfigDef def) {
        new KeyGroup(def, "S3")
                .text(REGION, null, Importance.MEDIUM, "The bucket's region. Left out, what the environment says.")
                .text(ENDPOINT, null, Importance.MEDIUM, "The URL of a server that is not Amazon's.")
                .flag(
                        PATH_STYLE,
                        false,
                        Importance.MEDIUM,
                        "Whether the bucket stands in the path of URLs and not in the host's name, as other servers want it.")
                .text(
                        ACCESS_KEY,
                        null,
                        Importance.MEDIUM,
                        "The access key. Left out, the credentials of the environment: variables, profile, container, instance.")
                .secret(SECRET_KEY, Importance.MEDIUM, "The secret key that goes with `s3.access.key`.")
                .text(
                        ENCRYPTION,
                        null,
                        Importance.LOW,
                        "How the server encrypts objects: `AES256` or `aws:kms`. Left out, as the bucket says.")
                .text(KMS_KEY, null, Importance.LOW, "The key for `aws:kms`. Left out, the account's own.")
                .text(
                        STORAGE_CLASS,
                        null,
                        Importance.LOW,
                        "The storage class, as `STANDARD_IA`. Left out, as the bucket says.")
                .number(
                        PART_BYTES,
                        8 << 20,
                        S3Settings.LEAST_PART_BYTES,
                        1 << 30,
                        Importance.LOW,
                        "How large the parts of an upload are.")
                .number(
                        PARTS_AT_ONCE,
                        4,
                        1,
                        1000,
                        Importance.LOW,
                        "How many parts of all files of a table are on their way at once, and in memory, beside"
                                + " `memory.budget.bytes`.")
                .text(
                        SPOOL,
                        null,
                        Importance.LOW,
                        "The directory in which parts are gathered. Left out, Java's directory for temporary files.");
    }

    /** @param url of the directory, null if the tables are in no bucket */
    static S3Config read(Values values, String url) {
        Path spool = Path.of(values.text(SPOOL) == null ? System.getProperty("java.io.tmpdir") : values.text(SPOOL));
        return new S3Config(url == null ? null : settings(values, url), spool);
    }

    private static S3Settings settings(Values values, String url) {
        S3Settings settings = values.checked(StoreConfig.PATH, () -> S3Settings.at(url));
        if (settings == null) {
            return null;
        }
        S3Settings placed = settings.withRegion(values.text(REGION))
                .withParts(values.number(PART_BYTES), values.number(PARTS_AT_ONCE))
                .withStorageClass(values.text(STORAGE_CLASS));
        String endpoint = values.text(ENDPOINT);
        S3Settings ended = endpoint == null
                ? placed
                : values.checked(ENDPOINT, () -> placed.withEndpoint(URI.create(endpoint), values.flag(PATH_STYLE)));
        if (ended == null) {
            return null;
        }
        S3Settings encrypted =
                values.checked(ENCRYPTION, () -> ended.withEncryption(values.text(ENCRYPTION), values.text(KMS_KEY)));
        if (encrypted == null || (values.text(ACCESS_KEY) == null && values.secret(SECRET_KEY) == null)) {
            return encrypted;
        }
        Password secret = values.secret(SECRET_KEY);
        return values.checked(
                ACCESS_KEY,
                () -> encrypted.withCredentials(
                        new S3Credentials(values.text(ACCESS_KEY), secret == null ? null : secret.value())));
    }

    /** The settings of one table. */
    S3Settings of(String table) {
        return settings.below(table);
    }
}
