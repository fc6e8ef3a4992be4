package io.sluice.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the contracts under {@code deploy/topics}, relative to this module, which is where tests run. */
final class TopicContracts {

    private static final Path FOLDER = Path.of("..", "deploy", "topics");

    private TopicContracts() {}

    static List<JsonNode> golden(String name) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        List<JsonNode> cases = new ArrayList<>();
        for (String line : Files.readAllLines(FOLDER.resolve(name))) {
            cases.add(mapper.readTree(line));
        }
        return cases;
    }

    static String document(String name) throws IOException {
        return Files.readString(FOLDER.resolve(name));
    }

    /** The cells of the table rows that begin with a cell in backquotes, the backquotes removed. */
    static List<List<String>> tableRows(String document) {
        return document.lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> List.of(
                        line.substring(2, line.length() - 2).replace("`", "").split(" \\| ", -1)))
                .toList();
    }
}
