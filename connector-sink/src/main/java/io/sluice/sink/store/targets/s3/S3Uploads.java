package io.sluice.sink.store.targets.s3;

import io.sluice.sink.store.targets.StagedContentLostException;
import io.sluice.sink.store.targets.StagedObject;
import io.sluice.sink.store.targets.Uploads;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.Part;

/**
 * Uploads of one data set: begins, completes, aborts and lists them. Each says in its metadata whose it is, so that whoever
 * finds an object in the place of an upload can tell that it is the same. Safe from any thread.
 */
final class S3Uploads implements Uploads {
    private static final String WRITER = "sluice-writer";
    private static final String ORDINAL = "sluice-staged";

    private final S3AsyncClient client;
    private final S3Requests requests;
    private final S3Settings settings;
    private final S3Names names;

    S3Uploads(S3AsyncClient client, S3Requests requests, S3Settings settings) {
        this.client = client;
        this.requests = requests;
        this.settings = settings;
        this.names = new S3Names(settings);
    }

    String key(String name) {
        return names.key(name);
    }

    /** Begins an upload; one whose reply was lost is left to whoever sweeps. */
    String begin(String name, String writer, String ordinal) throws IOException {
        return requests.call(
                        names.where(name),
                        () -> client.createMultipartUpload(request -> request.bucket(settings.bucket())
                                .key(key(name))
                                .metadata(Map.of(WRITER, writer, ORDINAL, ordinal))
                                .serverSideEncryption(settings.encryption())
                                .ssekmsKeyId(settings.kmsKey())
                                .storageClass(settings.storageClass())))
                .uploadId();
    }

    /** Completes an upload, or sees that it was completed. */
    CompletableFuture<Void> publish(StagedObject staged) {
        return parts(staged, null, new ArrayList<>(), 0)
                // Servers that do not keep ids list nothing for one that they never had, or have no more.
                .thenCompose(parts -> parts.isEmpty() ? published(staged) : complete(staged, parts))
                .exceptionallyCompose(failure -> Reply.of(failure) == Reply.NO_UPLOAD
                        ? published(staged)
                        : CompletableFuture.failedFuture(Reply.explained(names.where(staged.name()), failure)));
    }

    private CompletableFuture<Void> complete(StagedObject staged, List<CompletedPart> parts) {
        return requests.repeat(() -> client.completeMultipartUpload(request -> request.bucket(settings.bucket())
                        .key(key(staged.name()))
                        .uploadId(staged.id())
                        .multipartUpload(all -> all.parts(parts))))
                .thenApply(completed -> null);
    }

    /** The parts of an upload, from the one after {@code marker} on. */
    private CompletableFuture<List<CompletedPart>> parts(
            StagedObject staged, Integer marker, List<CompletedPart> found, long bytesBefore) {
        return requests.repeat(() -> client.listParts(request -> request.bucket(settings.bucket())
                        .key(key(staged.name()))
                        .uploadId(staged.id())
                        .partNumberMarker(marker)))
                .thenCompose(page -> {
                    long bytes = bytesBefore;
                    for (Part part : page.parts()) {
                        found.add(CompletedPart.builder()
                                .partNumber(part.partNumber())
                                .eTag(part.eTag())
                                .build());
                        bytes += part.size();
                    }
                    if (Boolean.TRUE.equals(page.isTruncated())) {
                        return parts(staged, page.nextPartNumberMarker(), found, bytes);
                    }
                    return found.isEmpty() || bytes == staged.bytes()
                            ? CompletableFuture.completedFuture(found)
                            : CompletableFuture.failedFuture(wrong(staged, "its upload has " + bytes + " bytes"));
                });
    }

    /** After an upload was found missing: it was completed, or it is lost. */
    private CompletableFuture<Void> published(StagedObject staged) {
        return requests.repeat(() -> client.headObject(
                        request -> request.bucket(settings.bucket()).key(key(staged.name()))))
                .handle((found, failure) -> {
                    if (failure != null) {
                        throw new CompletionException(
                                Reply.of(failure) == Reply.MISSING
                                        ? new StagedContentLostException(settings.location(), staged)
                                        : Reply.unwrapped(failure));
                    }
                    String writer = found.metadata().getOrDefault(WRITER, staged.writer());
                    if (found.contentLength() != staged.bytes() || !writer.equals(staged.writer())) {
                        throw new CompletionException(wrong(
                                staged, "there is an object of " + found.contentLength() + " bytes by " + writer));
                    }
                    return null;
                });
    }

    private FileSystemException wrong(StagedObject staged, String found) {
        return new FileSystemException(
                names.where(staged.name()),
                null,
                found + ", where " + staged.bytes() + " bytes by " + staged.writer()
                        + " were committed. See who else writes here, move it away, and publish again");
    }

    void abort(String name, String id) throws IOException {
        abort(List.of(new Upload(name, id, Instant.EPOCH)));
    }

    @Override
    public void abort(List<Upload> uploads) throws IOException {
        requests.each(settings.location(), uploads, this::abortion);
    }

    private CompletableFuture<Void> abortion(Upload upload) {
        return requests.repeat(() -> client.abortMultipartUpload(request -> request.bucket(settings.bucket())
                        .key(key(upload.name()))
                        .uploadId(upload.id())))
                .handle((done, failure) -> {
                    Reply reply = failure == null ? Reply.NO_UPLOAD : Reply.of(failure);
                    if (reply != Reply.NO_UPLOAD && reply != Reply.MISSING) {
                        throw new CompletionException(Reply.unwrapped(failure));
                    }
                    return null;
                });
    }

    @Override
    public List<Upload> list() throws IOException {
        List<Upload> found = new ArrayList<>();
        String prefix = names.below("");
        String[] after = {null, null};
        do {
            ListMultipartUploadsResponse page = requests.call(
                    settings.location(),
                    () -> client.listMultipartUploads(request -> request.bucket(settings.bucket())
                            .prefix(prefix.isEmpty() ? null : prefix)
                            .keyMarker(after[0])
                            .uploadIdMarker(after[1])));
            for (MultipartUpload upload : page.uploads()) {
                if (upload.key().startsWith(prefix)) {
                    found.add(new Upload(names.name(upload.key()), upload.uploadId(), upload.initiated()));
                }
            }
            boolean more = Boolean.TRUE.equals(page.isTruncated());
            after[0] = more ? page.nextKeyMarker() : null;
            after[1] = more ? page.nextUploadIdMarker() : null;
        } while (after[0] != null);
        return found;
    }
}
