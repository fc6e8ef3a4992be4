package io.sluice.source;

import io.sluice.io.vfs.LocalVfs;
import io.sluice.io.vfs.Vfs;
import io.sluice.source.content.ContentOpener;
import io.sluice.source.content.ContentSettings;
import io.sluice.source.retire.Action;
import io.sluice.source.retire.Retirement;
import io.sluice.source.retire.StoredMoments;
import io.sluice.source.scan.ChangeHints;
import io.sluice.source.scan.DirectoryScan;
import io.sluice.source.scan.FileOwnership;
import io.sluice.source.scan.ScanRoot;
import io.sluice.source.scan.ScanSettings;
import io.sluice.source.scan.WatchedFiles;
import io.sluice.source.tail.Families;
import io.sluice.source.tail.Retiring;
import io.sluice.source.tail.StateStore;
import io.sluice.source.tail.TailReader;
import io.sluice.source.tail.TailSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Puts together the reading side of a task over this machine's files. */
final class LocalReading implements FileReading.Opening {

    @Override
    public FileReading open(SourceConfig config, StateStore states, SourceMetrics metrics, StoredMoments stored)
            throws IOException {
        Vfs vfs = vfs(config);
        boolean opened = false;
        try {
            FileReading reading = over(vfs, config, states, metrics, stored);
            opened = true;
            return reading;
        } finally {
            if (!opened) {
                vfs.close();
            }
        }
    }

    /** The real file system, below the roots. */
    static Vfs vfs(SourceConfig config) throws IOException {
        Stream<Path> roots = config.files().roots().stream().map(ScanRoot::directory);
        try {
            return LocalVfs.rootedAt(
                    Stream.concat(roots, config.retire().roots().stream()).toArray(Path[]::new));
        } catch (NoSuchFileException e) {
            throw new IOException(
                    "roots or after.roots names " + e.getFile() + ", which is not there on this worker: is it mounted?",
                    e);
        } catch (NotDirectoryException e) {
            throw new IOException(
                    "roots or after.roots names " + e.getFile() + ", which is no directory on this worker", e);
        }
    }

    private static FileReading over(
            Vfs vfs, SourceConfig config, StateStore states, SourceMetrics metrics, StoredMoments stored)
            throws IOException {
        FoundFamilies families =
                new FoundFamilies(config.files().roots(), config.following().rotationRule(), config.share());
        Retirement retirement =
                config.retire().settings().action() == Action.KEEP ? null : retirement(vfs, config, families, stored);
        if (retirement != null) {
            metrics.numbers()
                    .gauge(
                            "files-retiring",
                            "Files that are about to be deleted, moved or archived",
                            retirement::waiting);
        }
        ChangeHints hints = ChangeHints.open(vfs, config.scan());
        // Other tasks' files are known by name: one that was ours and has another name now is to be released to them.
        FileOwnership ownership =
                new FileOwnership(config.share().index(), config.share().count());
        WatchedFiles ours = WatchedFiles.of(ownership, config.following().rotationRule());
        FoundFiles files = new FoundFiles(new DirectoryScan(vfs, config.scan(), ours, hints), metrics);
        TailReader<FileRecord> reader = new TailReader<>(
                "sluice-reader-" + config.connector() + "-" + config.share().index(),
                settings(config),
                new TailReader.Parts<>(
                        vfs,
                        files,
                        families,
                        states,
                        new ContentOpener(config.content())::open,
                        config.framings()::newFraming,
                        MadeRecords.of(config, metrics, vfs, families),
                        metrics,
                        retirement == null ? Retiring.NEVER : retirement));
        if (retirement == null) {
            return new FileReading(reader, List.of(files, vfs));
        }
        retirement.start();
        return new FileReading(reader, List.of(retirement::end, files, vfs));
    }

    private static Retirement retirement(Vfs vfs, SourceConfig config, Families families, StoredMoments stored)
            throws IOException {
        String task = config.connector() + "-" + config.share().index();
        if (config.retire().settings().directory() != null) {
            checkWithLinksResolved(vfs, config.retire().settings().directory(), config.scan());
        }
        // A connector's name may hold anything, and be long.
        String owner = "after-" + UUID.nameUUIDFromBytes(task.getBytes(StandardCharsets.UTF_8));
        return new Retirement(
                "sluice-after-" + task,
                config.retire().settings(),
                new Retirement.Parts(
                        vfs,
                        config.files().roots(),
                        families,
                        new ContentOpener(config.content())::open,
                        new ContentOpener(ContentSettings.defaults())::open,
                        stored,
                        owner));
    }

    /** The configuration was checked by its words; a symbolic link may lead elsewhere than it says. */
    private static void checkWithLinksResolved(Vfs vfs, Path directory, ScanSettings scan) throws IOException {
        Path existing = directory;
        while (true) {
            try {
                existing = vfs.canonical(existing);
                break;
            } catch (NoSuchFileException e) {
                existing = existing.getParent();
            }
        }
        for (ScanRoot root : scan.roots()) {
            Path real = vfs.canonical(root.directory());
            if (existing.startsWith(real)
                    && !directory.startsWith(root.directory())
                    && scan.looksInto(root, root.directory().resolve(real.relativize(existing)))) {
                throw new IOException("after.directory is " + directory + ", which leads to " + existing
                        + ", where files are looked for: name a directory that leads elsewhere");
            }
        }
    }

    private static TailSettings settings(SourceConfig config) {
        FollowingConfig following = config.following();
        DeliveryConfig delivery = config.delivery();
        return new TailSettings(
                following.mode(),
                following.start() == FollowingConfig.Start.END,
                config.framing().kind().isChunks(),
                delivery.turnBytes(),
                delivery.budgetBytes(),
                // While one transaction is on its way, the next one is read.
                delivery.transactionBytes(),
                delivery.openFiles(),
                following.scanInterval(),
                following.pollInterval(),
                following.stable(),
                following.marker(),
                following.flushAfter(),
                following.partialLineAfter(),
                following.rotationGrace(),
                following.verifyBytes());
    }
}
