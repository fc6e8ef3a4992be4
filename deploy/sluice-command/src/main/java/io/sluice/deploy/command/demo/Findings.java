package io.sluice.deploy.command.demo;

import io.sluice.deploy.command.audit.BlobAudit;
import io.sluice.deploy.command.audit.TradesAudit;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a demo's audit has found.
 *
 * @param finished whether everything had arrived before the demo stopped waiting
 * @param blobs of a feed, which has a binary file
 * @param query what was asked of the Parquet files, and {@code answer} what came back: names, then rows
 */
record Findings(
        boolean finished,
        int files,
        TradesAudit.Rows rows,
        List<TradesAudit.Bars> bars,
        Optional<BlobAudit.Blobs> blobs,
        Path lake,
        String query,
        List<List<String>> answer,
        double seconds) {

    boolean hold() {
        return finished
                && rows.holds()
                && bars.stream().allMatch(TradesAudit.Bars::holds)
                && blobs.map(BlobAudit.Blobs::holds).orElse(true);
    }
}
