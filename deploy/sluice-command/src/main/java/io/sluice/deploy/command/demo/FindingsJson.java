package io.sluice.deploy.command.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The findings for machines: one JSON object. */
final class FindingsJson {
    private FindingsJson() {}

    static String of(Findings findings) throws JsonProcessingException {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("ok", findings.hold());
        object.put("finished", findings.finished());
        object.put("seconds", findings.seconds());
        object.put("files", findings.files());
        Map<String, Object> rows = new LinkedHashMap<>();
        rows.put("lines", findings.rows().lines());
        rows.put("rows", findings.rows().rows());
        rows.put("missing", findings.rows().missing());
        rows.put("duplicated", findings.rows().duplicated());
        rows.put("altered", findings.rows().altered());
        rows.put("unknown", findings.rows().unknown());
        rows.put("examples", findings.rows().examples());
        object.put("rows", rows);
        object.put("bars", findings.bars());
        findings.blobs().ifPresent(blobs -> object.put("binary", blobs));
        object.put("parquet", findings.lake().toString());
        object.put("query", findings.query());
        List<Map<String, String>> answer = new ArrayList<>();
        for (List<String> row : findings.answer().subList(1, findings.answer().size())) {
            Map<String, String> named = new LinkedHashMap<>();
            for (int i = 0; i < row.size(); i++) {
                named.put(findings.answer().get(0).get(i), row.get(i));
            }
            answer.add(named);
        }
        object.put("answer", answer);
        return new ObjectMapper().writeValueAsString(object);
    }
}
