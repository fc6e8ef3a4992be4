package io.sluice.sink.store.targets.s3;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * Who asks. Immutable; its text never has the secret.
 *
 * @param accessKey null for the chain of the SDK: environment, system properties, profile, container, instance
 */
public record S3Credentials(String accessKey, String secretKey) {
    /** Whatever the environment has. */
    public static final S3Credentials CHAIN = new S3Credentials(null, null);

    public S3Credentials {
        if ((accessKey == null) != (secretKey == null)) {
            throw new IllegalArgumentException("an access key and a secret key go together: give both or neither");
        }
    }

    AwsCredentialsProvider provider() {
        return accessKey == null
                ? DefaultCredentialsProvider.builder().build()
                : StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey));
    }

    @Override
    public String toString() {
        return accessKey == null ? "the credentials of the environment" : "access key " + accessKey;
    }
}
