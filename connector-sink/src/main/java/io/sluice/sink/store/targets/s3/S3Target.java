package io.sluice.sink.store.targets.s3;

import io.sluice.io.flow.Timing;
import io.sluice.io.vfs.Vfs;
import io.sluice.sink.store.targets.HeldLock;
import io.sluice.sink.store.targets.HexText;
import io.sluice.sink.store.targets.StagedObject;
import io.sluice.sink.store.targets.StagingArea;
import io.sluice.sink.store.targets.StoredContent;
import io.sluice.sink.store.targets.Target;
import io.sluice.sink.store.targets.UnclearOutcomeException;
import io.sluice.sink.store.targets.Uploads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/**
 * A data set in a bucket. Objects are objects; staged content is an upload that is completed once it is committed.
 *
 * <p>What can be repeated without harm is. Creating an object is, too, as a second creation that succeeds finds the name taken:
 * whoever asked reads whose it is. If no attempt had an answer that is clear, the outcome is not either.
 *
 * <p>Safe from any thread; calls block the caller and run on the connections' threads. Closing leaves the {@link Vfs} open.
 */
public final class S3Target implements Target {
    private static final String LOCKS = "_sluice/locks";
    private static final String PROBES = "_sluice/probe";

    /** What S3 gives at most. */
    private static final int MOST_KEYS = 1000;

    private final int pageKeys;
    private final S3Settings settings;
    private final Vfs vfs;
    private final Path spoolDirectory;
    private final S3Names names;
    private final S3Clients clients;
    private final S3AsyncClient client;
    private final S3Requests requests;
    private final S3Uploads uploads;
    private final S3Parts parts;

    /**
     * A data set in a bucket that exists. Asks nothing yet; {@link #probe} does.
     *
     * @param vfs for what is less than a part, for the clock and for chance
     * @param spoolDirectory where that goes, in files without names; exists
     */
    public S3Target(S3Settings settings, Vfs vfs, Path spoolDirectory) {
        this(settings, vfs, spoolDirectory, new S3Clients(settings), MOST_KEYS);
    }

    /** @param pageKeys how many keys a listing has at a time */
    S3Target(S3Settings settings, Vfs vfs, Path spoolDirectory, S3Clients clients, int pageKeys) {
        this.pageKeys = pageKeys;
        this.settings = settings;
        this.vfs = vfs;
        this.spoolDirectory = spoolDirectory;
        this.names = new S3Names(settings);
        this.clients = clients;
        this.client = clients.client();
        this.requests = new S3Requests(settings.retries(), Timing.of(vfs));
        this.uploads = new S3Uploads(client, requests, settings);
        this.parts = new S3Parts(client, requests, settings);
    }

    /** For tests that do what no target does. */
    S3AsyncClient client() {
        return client;
    }

    @Override
    public String location() {
        return settings.location();
    }

    @Override
    public boolean locksHold() {
        return false;
    }

    @Override
    public void probe() throws IOException {
        // A bucket that is missing says so here; asked for an object, it would only say that the object is.
        ListObjectsV2Response unused = requests.call(
                location(),
                () -> client.listObjectsV2(request -> request.bucket(settings.bucket())
                        .prefix(names.below(""))
                        .maxKeys(1)));
        String name = PROBES + "/" + HexText.of(vfs.random());
        try (StagingArea area = openStaging("probe")) {
            create(name, new byte[] {1}, area);
            try {
                create(name, new byte[] {2}, area);
                throw new FileSystemException(
                        location(),
                        null,
                        "an object was created twice under one name, so two writers could both win. Choose a server that"
                                + " honours If-None-Match");
            } catch (FileAlreadyExistsException asItMustBe) {
                // Then a number is given out once.
            }
        } finally {
            delete(List.of(name));
        }
    }

    @Override
    public void create(String name, byte[] content, StagingArea staging) throws IOException {
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

    @Override
    public byte[] read(String name, int mostBytes) throws IOException {
        String where = names.where(name);
        ResponseBytes<GetObjectResponse> answer =
                requests.call(where, () -> client.getObject(object(name), AsyncResponseTransformer.toBytes()));
        byte[] content = answer.asByteArrayUnsafe();
        if (content.length > mostBytes) {
            throw new FileSystemException(
                    where, null, "has " + content.length + " bytes, and no more than " + mostBytes + " are taken");
        }
        return content;
    }

    private GetObjectRequest object(String name) {
        return GetObjectRequest.builder()
                .bucket(settings.bucket())
                .key(names.key(name))
                .build();
    }

    @Override
    public OptionalLong size(String name) throws IOException {
        try {
            return OptionalLong.of(requests.call(
                            names.where(name),
                            () -> client.headObject(
                                    request -> request.bucket(settings.bucket()).key(names.key(name))))
                    .contentLength());
        } catch (NoSuchFileException missing) {
            return OptionalLong.empty();
        }
    }

    @Override
    public StoredContent open(String name) throws IOException {
        OptionalLong bytes = size(name);
        if (bytes.isEmpty()) {
            throw new NoSuchFileException(names.where(name));
        }
        return new S3Content(client, requests, object(name), names.where(name), bytes.getAsLong());
    }

    @Override
    public List<String> list(String directory, String after) throws IOException {
        String prefix = names.below(directory);
        List<String> found = new ArrayList<>();
        pages(prefix, "/", after.isEmpty() ? null : prefix + after, page -> {
            page.contents().forEach(object -> found.add(object.key().substring(prefix.length())));
            page.commonPrefixes()
                    .forEach(below -> found.add(below.prefix()
                            .substring(prefix.length(), below.prefix().length() - 1)));
        });
        found.removeIf(name -> name.isEmpty() || name.compareTo(after) <= 0);
        found.sort(null);
        return found;
    }

    @Override
    public void walk(String directory, Visitor visitor) throws IOException {
        pages(names.below(directory), null, null, page -> {
            for (var object : page.contents()) {
                visitor.visit(names.name(object.key()), object.size());
            }
        });
    }

    /** Takes a page of a listing. */
    private interface PageVisitor {
        void visit(ListObjectsV2Response page) throws IOException;
    }

    private void pages(String prefix, String delimiter, String after, PageVisitor visitor) throws IOException {
        String token = null;
        do {
            String from = token;
            ListObjectsV2Response page = requests.call(
                    settings.location(),
                    () -> client.listObjectsV2(request -> request.bucket(settings.bucket())
                            .prefix(prefix)
                            .delimiter(delimiter)
                            .maxKeys(pageKeys)
                            .startAfter(from == null ? after : null)
                            .continuationToken(from)));
            visitor.visit(page);
            token = Boolean.TRUE.equals(page.isTruncated()) ? page.nextContinuationToken() : null;
        } while (token != null);
    }

    /** Whatever S3 has confirmed is durable. */
    @Override
    public void settle(String directory) {}

    @Override
    public void delete(List<String> removed) throws IOException {
        requests.each(
                location(),
                removed,
                name -> requests.repeat(() -> client.deleteObject(
                        request -> request.bucket(settings.bucket()).key(names.key(name)))));
    }

    @Override
    public void publish(List<StagedObject> staged) throws IOException {
        requests.each(location(), staged, uploads::publish);
    }

    @Override
    public void discard(List<StagedObject> staged) throws IOException {
        uploads.abort(staged.stream()
                .map(object -> new Uploads.Upload(object.name(), object.id(), Instant.EPOCH))
                .toList());
    }

    @Override
    public StagingArea openStaging(String writer) {
        return new S3StagingArea(parts, uploads, settings, vfs, spoolDirectory, writer);
    }

    /** None: uploads say only what they become. */
    @Override
    public List<String> stagingWriters() {
        return List.of();
    }

    @Override
    public StagingArea takeOverStaging(String writer) {
        return null;
    }

    @Override
    public HeldLock lock(String name, Duration timeout) throws IOException {
        return S3Lease.take(
                this, name, LOCKS + "/" + name + ".lock", HexText.of(vfs.random()), timeout, settings.lockLease());
    }

    @Override
    public Optional<Uploads> uploads() {
        return Optional.of(uploads);
    }

    @Override
    public Instant now() {
        return vfs.now();
    }

    @Override
    public RandomGenerator random() {
        return vfs.random();
    }

    @Override
    public void pause(Duration time) throws IOException {
        requests.pause(time);
    }

    @Override
    public void close() {
        clients.close();
    }
}
