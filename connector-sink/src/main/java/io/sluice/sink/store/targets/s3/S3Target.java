package io.sluice.sink.store.targets.s3;

import io.sluice.io.flow.Timing;
import io.sluice.io.vfs.Vfs;
import io.sluice.sink.store.targets.HeldLock;
import io.sluice.sink.store.targets.HexText;
import io.sluice.sink.store.targets.StagedObject;
import io.sluice.sink.store.targets.StagingArea;
import io.sluice.sink.store.targets.StoredContent;
import io.sluice.sink.store.targets.Target;
import io.sluice.sink.store.targets.Uploads;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * A data set in a bucket. Objects are objects; staged content is an upload that is completed once it is committed.
 *
 * <p>What can be repeated without harm is. Safe from any thread; calls block the caller and run on the connections' threads. Closing leaves the {@link Vfs} open.
 */
public final class S3Target implements Target {
    private static final String LOCKS = "_sluice/locks";
    private static final String PROBES = "_sluice/probe";

    /** What S3 gives at most. */
    private static final int MOST_KEYS = 1000;

    private final S3Settings settings;
    private final Vfs vfs;
    private final Path spoolDirectory;
    private final S3Names names;
    private final S3Clients clients;
    private final S3AsyncClient client;
    private final S3Requests requests;
    private final S3Uploads uploads;
    private final S3Parts parts;
    private final S3Listing listing;
    private final S3Creation creation;

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
        this.settings = settings;
        this.vfs = vfs;
        this.spoolDirectory = spoolDirectory;
        this.names = new S3Names(settings);
        this.clients = clients;
        this.client = clients.client();
        this.requests = new S3Requests(settings.retries(), Timing.of(vfs));
        this.uploads = new S3Uploads(client, requests, settings);
        this.parts = new S3Parts(client, requests, settings);
        this.listing = new S3Listing(client, requests, settings, pageKeys);
        this.creation = new S3Creation(client, requests, settings);
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
        listing.look();
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
        creation.create(name, content);
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
        return listing.names(directory, after);
    }

    @Override
    public void walk(String directory, Visitor visitor) throws IOException {
        listing.walk(directory, visitor);
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
