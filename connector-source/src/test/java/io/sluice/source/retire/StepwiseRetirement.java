package io.sluice.source.retire;

import io.sluice.io.vfs.Vfs;
import io.sluice.source.content.ContentOpener;
import io.sluice.source.content.ContentSettings;
import io.sluice.source.scan.ScanRoot;
import io.sluice.source.tail.Families;
import io.sluice.source.tail.FinishedFile;
import io.sluice.source.tail.Retiring;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A retirement without a thread: a file is retired when its outcome is asked for. */
public final class StepwiseRetirement implements Retiring {

    /** Before anything is done to a file. */
    public Runnable before = () -> {};

    private final Retirement retirement;
    private int waiting;
    private boolean begun;

    public StepwiseRetirement(Vfs vfs, ScanRoot root, Families families, Action action, Path directory) {
        ContentOpener opener = new ContentOpener(ContentSettings.defaults());
        retirement = new Retirement(
                "unused",
                new RetireSettings(action, directory, Packing.GZIP, Duration.ofSeconds(10), 5),
                new Retirement.Parts(
                        vfs,
                        List.of(root),
                        families,
                        opener::open,
                        opener::open,
                        new StoredMoments() {
                            @Override
                            public long moment() {
                                return 0;
                            }

                            @Override
                            public boolean isStored(long moment) {
                                return true;
                            }
                        },
                        "test"));
    }

    @Override
    public Settings settings() {
        return retirement.settings();
    }

    @Override
    public long moment() {
        return retirement.moment();
    }

    @Override
    public boolean isStored(long moment) {
        return retirement.isStored(moment);
    }

    @Override
    public boolean offer(FinishedFile file) {
        waiting++;
        return retirement.offer(file);
    }

    @Override
    public List<Retired> takeEnded() {
        try {
            if (!begun) {
                begun = true;
                retirement.step(Duration.ZERO);
            }
            for (; waiting > 0; waiting--) {
                before.run();
                retirement.step(Duration.ZERO);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        return retirement.takeEnded();
    }
}
