package io.sluice.sink.store.targets.s3;

import io.sluice.sink.store.targets.UnclearOutcomeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/**
 * Creates objects whose names are free. That is repeated like anything else, as a second creation that succeeds finds the name
 * taken: whoever asked reads whose it is. If no attempt had an answer that is clear, the outcome is not either. Any thread;
 * blocks.
 */
final class S3Creation {
    private final S3AsyncClient client;
    private final S3Requests requests;
    private final S3Settings settings;
    private final S3Names names;

    S3Creation(S3AsyncClient client, S3Requests requests, S3Settings settings) {
        this.client = client;
        this.requests = requests;
        this.settings = settings;
        this.names = new S3Names(settings);
    }

    void create(String name, byte[] content) throws IOException {
        String where = names.where(name);
        Throwable unclear = null;
        Throwable last = null;
        for (int attempt = 1; attempt <= requests.attempts(); attempt++) {
            try {
                Object unused = put(name, content).get();
                return;
            } catch (InterruptedException interrupt) {
                Thread.currentThread().interrupt();
                throw new UnclearOutcomeException(where, new IOException("interrupted", interrupt));
            } catch (ExecutionException failure) {
                last = failure;
            }
            Reply reply = Reply.of(last);
            if (reply == Reply.TAKEN) {
                throw new FileAlreadyExistsException(where);
            }
            if (reply == Reply.LOST) {
                unclear = last;
            }
            if (!reply.mayPass()) {
                break;
            }
            if (attempt < requests.attempts()) {
                requests.pause(requests.pauseAfter(attempt));
            }
        }
        if (unclear != null) {
            throw new UnclearOutcomeException(where, Reply.explained(where, unclear));
        }
        throw Reply.explained(where, last);
    }

    private CompletableFuture<?> put(String name, byte[] content) {
        return client.putObject(
                request -> request.bucket(settings.bucket())
                        .key(names.key(name))
                        .ifNoneMatch("*")
                        .contentMD5(S3Parts.md5(ByteBuffer.wrap(content)))
                        .serverSideEncryption(settings.encryption())
                        .ssekmsKeyId(settings.kmsKey()),
                AsyncRequestBody.fromBytes(content));
    }
}
