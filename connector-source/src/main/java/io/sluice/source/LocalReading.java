package io.sluice.source;

import io.sluice.io.vfs.LocalVfs;
import io.sluice.io.vfs.Vfs;
import io.sluice.source.content.ContentOpener;
import io.sluice.source.scan.ChangeHints;
import io.sluice.source.scan.DirectoryScan;
import io.sluice.source.scan.ScanRoot;
import io.sluice.source.scan.WatchedFiles;
import io.sluice.source.tail.StateStore;
import io.sluice.source.tail.TailReader;
import io.sluice.source.tail.TailSettings;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;

/** Puts together the reading side of a task over this machine's files. */
final class LocalReading implements FileReading.Opening {

    @Override
    public FileReading open(SourceConfig config, StateStore states, SourceMetrics metrics) throws IOException {
        Vfs vfs = vfs(config.files().roots());
        boolean opened = false;
        try {
            FileReading reading = over(vfs, config, states, metrics);
            opened = true;
            return reading;
        } finally {
            if (!opened) {
                vfs.close();
            }
        }
    }

    private static Vfs vfs(List<ScanRoot> roots) throws IOException {
        try {
            return LocalVfs.rootedAt(roots.stream().map(ScanRoot::directory).toArray(Path[]::new));
        } catch (NoSuchFileException e) {
            throw new IOException(
                    "roots names " + e.getFile() + ", which is not there on this worker: is it mounted?", e);
        } catch (NotDirectoryException e) {
            throw new IOException("roots names " + e.getFile() + ", which is no directory on this worker", e);
        }
    }

    private static FileReading over(Vfs vfs, SourceConfig config, StateStore states, SourceMetrics metrics) {
        FoundFamilies families =
                new FoundFamilies(config.files().roots(), config.following().rotationRule(), config.share());
        ChangeHints hints = ChangeHints.open(vfs, config.scan());
        // Also other tasks' files: one that was ours and has another name now is to be released to them.
        FoundFiles files = new FoundFiles(new DirectoryScan(vfs, config.scan(), WatchedFiles.ALL, hints), metrics);
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
                        metrics));
        return new FileReading(reader, List.of(files, vfs));
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
                delivery.openFiles(),
                following.scanInterval(),
                following.pollInterval(),
                following.stable(),
                following.flushAfter(),
                following.partialLineAfter(),
                following.rotationGrace(),
                following.verifyBytes());
    }
}
