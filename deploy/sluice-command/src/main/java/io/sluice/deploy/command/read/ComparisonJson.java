package io.sluice.deploy.command.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.io.read.compare.ComparisonReport;
import io.sluice.io.read.compare.FileFailure;
import io.sluice.io.read.compare.WayReport;
import java.util.List;

/** A comparison as programs read it. */
final class ComparisonJson {
    private static final double NANOS = 1e9;

    private ComparisonJson() {}

    static String of(ComparisonReport report) throws JsonProcessingException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = mapper.createObjectNode()
                .put("directory", report.directory().toString())
                .put("files", report.files())
                .put("bytes", report.bytes())
                .put("totalsAgree", report.totalsAgree());
        failures(root.putArray("unlisted"), report.unlisted());
        ArrayNode ways = root.putArray("ways");
        for (WayReport way : report.ways()) {
            ObjectNode node = ways.addObject()
                    .put("way", way.way())
                    .put("seconds", way.time().toNanos() / NANOS)
                    .put("bytesPerSecond", way.bytesPerSecond())
                    .put("peakBytes", way.peakBytes())
                    .put("memory", way.memory())
                    .put("speedUp", way.speedUp())
                    .put("filesRead", way.filesRead())
                    .put("bytes", way.totals().bytes())
                    .put("lines", way.totals().lines())
                    .put("words", way.totals().words())
                    .put("characters", way.totals().characters())
                    .put("malformed", way.totals().malformed());
            failures(node.putArray("failures"), way.failures());
        }
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }

    private static void failures(ArrayNode array, List<FileFailure> failures) {
        for (FileFailure failure : failures) {
            array.addObject().put("path", failure.path().toString()).put("error", failure.error());
        }
    }
}
