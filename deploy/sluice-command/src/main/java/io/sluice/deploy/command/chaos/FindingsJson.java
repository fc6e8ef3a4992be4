package io.sluice.deploy.command.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.sluice.deploy.command.audit.TradesAudit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The findings for machines: one JSON object. */
final class FindingsJson {
    private FindingsJson() {}

    /** In one line. */
    static String line(Findings findings) throws JsonProcessingException {
        return new ObjectMapper().writeValueAsString(object(findings));
    }

    /** To be read by people too. */
    static String pages(Findings findings) throws JsonProcessingException {
        ObjectWriter writer = new ObjectMapper().writerWithDefaultPrettyPrinter();
        return writer.writeValueAsString(object(findings)) + "\n";
    }

    private static Map<String, Object> object(Findings findings) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("ok", findings.hold());
        object.put("seed", findings.seed());
        object.put("minutes", findings.minutes());
        object.put("rate", findings.rate());
        object.put("records", findings.records());
        object.put("kills", findings.kills());
        object.put("finished", findings.finished());
        object.put("stages", stages(findings));
        object.put("bars", findings.bars());
        object.put("verified", findings.verified());
        object.put("strayRecords", findings.topicRecords());
        object.put("done", byText(findings.done()));
        object.put("skipped", byText(findings.skipped()));
        object.put("remarks", findings.remarks());
        object.put("recovery", recovery(findings));
        object.put("processesRevived", findings.revived());
        object.put("tasksRestarted", findings.restarts());
        object.put("connectorsUnstuck", findings.unstuck());
        object.put("s3Spoilt", findings.spoilt());
        object.put("files", findings.files());
        object.put("feedHeldSeconds", rounded(findings.feedHeldSeconds()));
        object.put("settleSeconds", rounded(findings.settleSeconds()));
        object.put("seconds", rounded(findings.seconds()));
        object.put("machine", findings.machine());
        return object;
    }

    private static Map<String, Integer> byText(Map<Deed, Integer> counts) {
        Map<String, Integer> texts = new LinkedHashMap<>();
        counts.forEach((deed, count) -> texts.put(deed.toString(), count));
        return texts;
    }

    private static List<Map<String, Object>> stages(Findings findings) {
        List<Map<String, Object>> stages = new ArrayList<>();
        Map<String, Object> topic = new LinkedHashMap<>();
        topic.put("stage", "topic");
        topic.put("written", findings.topic().written());
        topic.put("found", findings.topic().found());
        topic.put("missing", findings.topic().missing());
        topic.put("duplicated", findings.topic().duplicated());
        topic.put("unknown", findings.topic().unknown());
        topic.put("examples", findings.topic().examples());
        stages.add(topic);
        findings.rows().forEach((name, rows) -> stages.add(stage(name, rows)));
        return stages;
    }

    private static Map<String, Object> stage(String name, TradesAudit.Rows rows) {
        Map<String, Object> stage = new LinkedHashMap<>();
        stage.put("stage", name);
        stage.put("written", rows.lines());
        stage.put("found", rows.rows());
        stage.put("missing", rows.missing());
        stage.put("duplicated", rows.duplicated());
        stage.put("unknown", rows.unknown());
        stage.put("altered", rows.altered());
        stage.put("examples", rows.examples());
        return stage;
    }

    private static List<Map<String, Object>> recovery(Findings findings) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Watch.Recoveries of : findings.recoveries()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("deed", of.deed().toString());
            one.put("times", of.times());
            one.put("topicMoved", Spans.of(of.topic()));
            one.put("barsMoved", Spans.of(of.bars()));
            one.put("allBeforeLanded", Spans.of(of.landed()));
            one.put("allBeforeLandedInS3", Spans.of(of.landedInS3()));
            all.add(one);
        }
        return all;
    }

    private static double rounded(double seconds) {
        return Math.round(seconds * 10) / 10.0;
    }
}
