package io.sluice.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The chunk contract, the headers and the reassembler agree. */
final class GoldenChunksTest {

    @TestFactory
    Stream<DynamicTest> everyGoldenSequenceIsTheFilesItSays() throws IOException {
        return TopicContracts.golden("chunks.golden.jsonl").stream()
                .map(golden -> DynamicTest.dynamicTest(golden.get("case").asText(), () -> check(golden)));
    }

    @Test
    void theDocumentNamesEveryHeaderInOrder() throws IOException {
        List<String> names = TopicContracts.tableRows(TopicContracts.document("chunks.md")).stream()
                .map(cells -> cells.get(0))
                .filter(name -> name.startsWith("sluice."))
                .toList();
        Map<String, byte[]> headers = new LinkedHashMap<>();
        ChunkHeaders last =
                ReferenceChunker.cut("a", new byte[0], () -> 1).get(0).headers();

        last.write(headers::put);
        // Whoever makes chunks of CSV adds it, as it says nothing of where a chunk belongs.
        headers.put(ChunkHeaders.CSV_HEADER, new byte[0]);

        assertThat(names).containsExactlyElementsOf(headers.keySet());
    }

    @Test
    void theDocumentsExampleIsTheFirstGoldenCase() throws IOException {
        String document = TopicContracts.document("chunks.md");
        JsonNode records = TopicContracts.golden("chunks.golden.jsonl").get(0).get("records");

        for (String name :
                List.of("file", "file.id", "offset", "length", "index", "framing", "last", "chunks", "sha256")) {
            String first = records.get(0).get("headers").path("sluice." + name).asText();
            String second = records.get(1).get("headers").path("sluice." + name).asText();
            String line = "| sluice." + name + " | " + first + (first.isEmpty() ? "| " : " | ") + second + " |";
            assertThat(document).contains(line);
        }
    }

    private static void check(JsonNode golden) throws IOException {
        CollectedFiles files = new CollectedFiles();
        List<Integer> refused = new ArrayList<>();
        try (Reassembler reassembler = new Reassembler(files, 8, 8)) {
            int position = 0;
            for (JsonNode node : golden.get("records")) {
                try {
                    feed(reassembler, node);
                } catch (MalformedChunkException e) {
                    refused.add(position);
                }
                position++;
            }
        }

        Map<String, String> complete = new HashMap<>();
        files.complete.forEach(
                (id, content) -> complete.put(id, Base64.getEncoder().encodeToString(content)));
        Map<String, String> expected = new HashMap<>();
        golden.get("complete")
                .forEach(file -> expected.put(
                        file.get("id").asText(), file.get("content").asText()));
        List<String> ranges = new ArrayList<>();
        golden.get("incomplete")
                .forEach(file -> ranges.add(file.get("id").asText() + " " + file.get("from") + " "
                        + file.path("to").asText("")));
        List<Integer> expectedRefused = new ArrayList<>();
        golden.path("refused").forEach(index -> expectedRefused.add(index.asInt()));
        assertThat(complete).isEqualTo(expected);
        assertThat(files.incomplete)
                .extracting(file -> file.fileId() + " " + file.missingFrom() + " "
                        + (file.missingTo().isPresent() ? file.missingTo().getAsLong() : ""))
                .isEqualTo(ranges);
        assertThat(refused).isEqualTo(expectedRefused);
    }

    private static void feed(Reassembler reassembler, JsonNode node) throws IOException {
        JsonNode headers = node.get("headers");
        ChunkHeaders chunk = ChunkHeaders.read(
                name -> headers.has(name) ? headers.get(name).asText().getBytes(StandardCharsets.UTF_8) : null);
        byte[] value = Base64.getDecoder().decode(node.get("value").asText());
        reassembler.accept(chunk, value, 0, value.length);
        Map<String, String> written = new LinkedHashMap<>();
        chunk.write((name, bytes) -> written.put(name, new String(bytes, StandardCharsets.UTF_8)));
        Map<String, String> given = new LinkedHashMap<>();
        headers.properties()
                .forEach(header -> given.put(header.getKey(), header.getValue().asText()));
        assertThat(written).isEqualTo(given);
    }
}
