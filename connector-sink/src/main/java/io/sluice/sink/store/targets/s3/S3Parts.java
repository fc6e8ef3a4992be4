package io.sluice.sink.store.targets.s3;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/**
 * Sends parts of uploads, so many of all files at a time: that is how much memory uploads take. Safe from any thread; a future
 * completes on a thread of the connections.
 */
final class S3Parts {
    private static final long LONGEST_WAIT_MINUTES = 30;

    private final S3AsyncClient client;
    private final S3Requests requests;
    private final S3Settings settings;
    private final Semaphore room;

    S3Parts(S3AsyncClient client, S3Requests requests, S3Settings settings) {
        this.client = client;
        this.requests = requests;
        this.settings = settings;
        this.room = new Semaphore(settings.partsAtOnce());
    }

    int partBytes() {
        return settings.partBytes();
    }

    /** Fills a part. */
    @FunctionalInterface
    interface Source {
        ByteBuffer read() throws IOException;
    }

    /** Waits for room, reads a part and sends it. */
    CompletableFuture<Void> send(String key, String upload, int number, Source source) throws IOException {
        awaitRoom(key);
        boolean sent = false;
        try {
            ByteBuffer part = source.read();
            String md5 = md5(part);
            CompletableFuture<Void> answer = requests.repeat(() -> client.uploadPart(
                            request -> request.bucket(settings.bucket())
                                    .key(key)
                                    .uploadId(upload)
                                    .partNumber(number)
                                    .contentMD5(md5)
                                    .contentLength((long) part.remaining()),
                            AsyncRequestBody.fromByteBufferUnsafe(part.asReadOnlyBuffer())))
                    .handle((done, failure) -> {
                        room.release();
                        if (failure != null) {
                            throw new CompletionException(Reply.unwrapped(failure));
                        }
                        return null;
                    });
            sent = true;
            return answer;
        } finally {
            if (!sent) {
                room.release();
            }
        }
    }

    private void awaitRoom(String key) throws IOException {
        try {
            if (!room.tryAcquire(LONGEST_WAIT_MINUTES, TimeUnit.MINUTES)) {
                throw new IOException("s3://" + settings.bucket() + "/" + key + ": none of " + settings.partsAtOnce()
                        + " parts was sent within " + LONGEST_WAIT_MINUTES + " minutes. See whether S3 answers");
            }
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting to send a part of " + key);
        }
    }

    static String md5(ByteBuffer content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            digest.update(content.duplicate());
            return Base64.getEncoder().encodeToString(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has MD5", impossible);
        }
    }
}
