package io.sluice.deploy.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.record.Reassembler;
import io.sluice.record.ReassemblyTarget;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The example consumers, compiled as their users compile them, on golden records of the contracts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsumersTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private URLClassLoader loader;

    @BeforeAll
    void compile(@TempDir Path classes) throws Exception {
        List<String> arguments =
                new ArrayList<>(List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path")));
        Shipped.files("topics/consumers", ".java").forEach(file -> arguments.add(file.toString()));
        assertThat(arguments).hasSizeGreaterThan(6);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertThat(compiler.run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
        loader = new URLClassLoader(
                new URL[] {classes.toUri().toURL()}, Thread.currentThread().getContextClassLoader());
        // Loaded before the directory goes.
        for (String name : List.of("ReadLines", "ReadBars", "ReadBars$Bar", "ReassembleFiles")) {
            assertThat(loader.loadClass(name)).isNotNull();
        }
    }

    @AfterAll
    void close() throws Exception {
        loader.close();
    }

    private Object call(String type, String method, Object... arguments) throws Exception {
        for (Method candidate : loader.loadClass(type).getDeclaredMethods()) {
            if (candidate.getName().equals(method)) {
                candidate.setAccessible(true);
                return candidate.invoke(null, arguments);
            }
        }
        throw new AssertionError(type + " has no method " + method);
    }

    private static List<String> golden(String file) throws Exception {
        return Files.readAllLines(Shipped.DEPLOY.resolve("topics/" + file));
    }

    @Test
    void barsAreReadAsTheContractWritesThem() throws Exception {
        int bars = 0;
        for (String line : golden("bars.golden.jsonl")) {
            for (JsonNode result : JSON.readTree(line).path("results")) {
                // Invalid rows are no JSON.
                String text = result.path("value").asText();
                JsonNode value = JSON.readTree(text.startsWith("{") ? text : "{}");
                if (value.has("open") && value.has("symbol") && value.has("revision")) {
                    bars++;
                    assertThat(call("ReadBars", "bar", value).toString())
                            .contains("open="
                                    + (value.path("open").isNull()
                                            ? "null"
                                            : value.path("open").asText()));
                }
            }
        }
        assertThat(bars).isPositive();
    }

    @Test
    void filesComeBackFromTheChunksOfTheContract() throws Exception {
        int whole = 0;
        for (String line : golden("chunks.golden.jsonl")) {
            JsonNode golden = JSON.readTree(line);
            if (golden.path("complete").size() != 1 || golden.path("refused").size() > 0) {
                continue;
            }
            List<Reassembler.Outcome> outcomes = new ArrayList<>();
            try (Reassembler reassembler = new Reassembler(said(), 10, 10)) {
                for (JsonNode chunk : golden.path("records")) {
                    ConsumerRecord<String, byte[]> record = new ConsumerRecord<>(
                            "blobs",
                            0,
                            0,
                            "k",
                            Base64.getDecoder().decode(chunk.path("value").asText()));
                    chunk.path("headers")
                            .properties()
                            .forEach(header -> record.headers()
                                    .add(
                                            header.getKey(),
                                            header.getValue().asText().getBytes(StandardCharsets.UTF_8)));
                    outcomes.add((Reassembler.Outcome) call("ReassembleFiles", "accept", reassembler, record));
                }
            }
            assertThat(outcomes).isNotEmpty();
            whole++;
        }
        assertThat(whole).isPositive();
    }

    private ReassemblyTarget said() throws Exception {
        Constructor<?> constructor = loader.loadClass("ReassembleFiles$Said").getDeclaredConstructor();
        constructor.setAccessible(true);
        return (ReassemblyTarget) constructor.newInstance();
    }

    @Test
    void textIsPrintedWithItsHeaders() throws Exception {
        ConsumerRecord<String, String> record = new ConsumerRecord<>("logs-bad", 0, 0, "key", "line");
        record.headers().add("sluice.reason", "too long".getBytes(StandardCharsets.UTF_8));

        assertThat(call("ReadLines", "text", record)).isEqualTo("sluice.reason=too long key: line");
    }
}
