package io.sluice.sink.store.targets;

import io.sluice.io.flow.RetrySettings;
import io.sluice.io.publish.PublishOptions;
import io.sluice.io.publish.Publisher;
import io.sluice.io.publish.UncertainPublishException;
import io.sluice.io.tree.LinkPolicy;
import io.sluice.io.tree.TreeEntry;
import io.sluice.io.tree.TreeWalk;
import io.sluice.io.vfs.Vfs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * A data set in a directory of a file system. Objects are files; staged content is a file in its writer's area, on the same
 * file system, that is moved to its name.
 *
 * <p>Reads that fail in a way that can pass are tried again. What changes something is not: the protocol above knows what to
 * make of a failure, and repeats what it knows to be idempotent.
 *
 * <p>Safe from any thread; every call runs on the calling thread, only waiting locks ask on the executor, and syncs of many
 * directories share it. Closing leaves the {@link Vfs} open.
 */
public final class LocalTarget implements Target {
    private static final String AREAS = "_sluice/staging";
    private static final String LOCKS = "_sluice/locks";
    private static final String PROBES = "_sluice/probe";

    private final Vfs vfs;
    private final Path root;
    private final LocalReads reads;
    private final LocalLocks locks;
    private final LocalPublication publication;

    /**
     * A data set in a directory.
     *
     * @param directory exists
     * @param waiting runs the file system calls of those who wait for a lock, and helps to sync directories
     */
    public LocalTarget(Vfs vfs, Path directory, Executor waiting, RetrySettings retries) throws IOException {
        this.vfs = vfs;
        this.root = vfs.absolute(directory);
        this.reads = new LocalReads(vfs, root.toString(), retries);
        this.locks = new LocalLocks(vfs, waiting);
        this.publication = new LocalPublication(vfs, reads, location(), waiting);
        if (!vfs.stat(root).isDirectory()) {
            throw new NotDirectoryException(root.toString());
        }
    }

    @Override
    public String location() {
        return "file:" + root;
    }

    @Override
    public boolean locksHold() {
        return true;
    }

    @Override
    public void probe() throws IOException {
        String writer = "probe." + HexText.of(vfs.random());
        try (StagingArea area = openStaging(writer)) {
            if (vfs.stat(path(AREAS)).device() != vfs.stat(root).device()) {
                throw refused("its _sluice directory is on another file system, so staged files cannot be moved into"
                        + " place. Put both on one");
            }
            String name = PROBES + "/" + writer;
            create(name, new byte[0], area);
            try {
                create(name, new byte[0], area);
                throw refused("a file was created twice under one name, so two writers could both win. Choose a file"
                        + " system where link() fails if the name is taken");
            } catch (FileAlreadyExistsException asItMustBe) {
                // Then a number is given out once.
            } finally {
                delete(List.of(name));
            }
        }
    }

    private FileSystemException refused(String why) {
        return new FileSystemException(root.toString(), null, why);
    }

    @Override
    public void create(String name, byte[] content, StagingArea staging) throws IOException {
        Path drafts = ((LocalStagingArea) staging).directory();
        PublishOptions options = PublishOptions.createOnly().stagedIn(drafts).withParents();
        try {
            new Publisher(vfs, LocalStagingArea.DRAFT_OWNER)
                    .publish(path(name), options, draft -> draft.write(ByteBuffer.wrap(content)));
        } catch (UncertainPublishException unclear) {
            throw new UnclearOutcomeException(name, unclear);
        }
    }

    @Override
    public byte[] read(String name, int mostBytes) throws IOException {
        return reads.whole(path(name), mostBytes);
    }

    @Override
    public OptionalLong size(String name) throws IOException {
        return reads.size(path(name));
    }

    @Override
    public StoredContent open(String name) throws IOException {
        return reads.content(path(name), location() + "/" + name);
    }

    @Override
    public List<String> list(String directory, String after) throws IOException {
        return reads.names(path(directory), after);
    }

    @Override
    public void walk(String directory, Visitor visitor) throws IOException {
        Path top = directory.isEmpty() ? root : path(directory);
        try (TreeWalk walk = TreeWalk.open(vfs, top, TreeWalk.DEEPEST, LinkPolicy.REPORT)) {
            for (TreeEntry entry = walk.next(); entry != null; entry = walk.next()) {
                if (entry.failure().isPresent()) {
                    throw entry.failure().get();
                }
                if (entry.stat().isPresent() && entry.stat().get().isFile()) {
                    visitor.visit(nameOf(entry.path()), entry.stat().get().bytes());
                }
            }
        } catch (NoSuchFileException missing) {
            // Then there is nothing below it.
        }
    }

    private String nameOf(Path path) {
        StringBuilder name = new StringBuilder();
        for (Path segment : root.relativize(path)) {
            name.append(name.isEmpty() ? "" : "/").append(segment);
        }
        return name.toString();
    }

    @Override
    public void settle(String directory) throws IOException {
        try {
            vfs.syncDirectory(path(directory));
        } catch (NoSuchFileException missing) {
            // Then nobody has created anything in it.
        }
    }

    @Override
    public void delete(List<String> names) throws IOException {
        Set<Path> changed = new LinkedHashSet<>();
        for (String name : names) {
            Path path = path(name);
            try {
                vfs.delete(path);
                changed.add(path.getParent());
            } catch (NoSuchFileException gone) {
                // By another, who may not have come to the sync yet.
                changed.add(path.getParent());
            }
        }
        publication.sync(changed);
    }

    @Override
    public void publish(List<StagedObject> staged) throws IOException {
        publication.publish(staged, object -> path(object.name()), object -> path(part(object)));
    }

    @Override
    public void discard(List<StagedObject> staged) throws IOException {
        delete(staged.stream().map(LocalTarget::part).toList());
    }

    private static String part(StagedObject object) {
        return AREAS + "/" + object.writer() + "/" + object.id();
    }

    @Override
    public StagingArea openStaging(String writer) throws IOException {
        return LocalStagingArea.open(vfs, path(AREAS + "/" + writer), writer);
    }

    @Override
    public List<String> stagingWriters() throws IOException {
        return list(AREAS, "");
    }

    @Override
    public StagingArea takeOverStaging(String writer) throws IOException {
        return LocalStagingArea.takeOver(vfs, path(AREAS + "/" + writer), writer);
    }

    @Override
    public HeldLock lock(String name, Duration timeout) throws IOException {
        return locks.lock(name, path(LOCKS + "/" + name + ".lock"), timeout);
    }

    @Override
    public Optional<Uploads> uploads() {
        return Optional.empty();
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
        reads.pause(time);
    }

    @Override
    public void close() {
        // The file system is its owner's.
    }

    private Path path(String name) {
        return root.resolve(ObjectNames.require(name));
    }
}
