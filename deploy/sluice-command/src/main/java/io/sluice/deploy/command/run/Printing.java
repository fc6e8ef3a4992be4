package io.sluice.deploy.command.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.deploy.command.pipeline.AppConfigs;
import io.sluice.deploy.command.pipeline.Generated;
import io.sluice.deploy.command.pipeline.Generated.Connector;
import io.sluice.deploy.command.pipeline.Pipeline;
import io.sluice.io.tree.TreeRemoval;
import io.sluice.io.vfs.LocalVfs;
import io.sluice.io.vfs.Vfs;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.ExitCode;

/** Shows what a pipeline consists of: on standard output, or as files. Starts nothing that stays. Used by one thread. */
final class Printing {
    private final PrintWriter out;
    private final Path target;
    private final ObjectMapper json = new ObjectMapper();

    /** @param target where files go; null for standard output */
    Printing(PrintWriter out, Path target) {
        this.out = out;
        this.target = target;
    }

    int print(Pipeline pipeline) throws IOException, InterruptedException {
        Path temporary = Files.createTempDirectory("sluice-print");
        Generated generated;
        try (Workspace workspace = Workspace.open(temporary)) {
            generated = LocalRun.generate(pipeline, workspace);
        } finally {
            remove(temporary);
        }
        if (target == null) {
            out.println(text(generated));
            out.flush();
        } else {
            write(generated);
        }
        return ExitCode.OK;
    }

    private static void remove(Path temporary) throws IOException {
        Path real = temporary.toRealPath();
        try (Vfs vfs = LocalVfs.rootedAt(real.getParent())) {
            TreeRemoval.remove(vfs, real);
        }
    }

    /** One object; each of its connectors is what {@code POST /connectors} takes. */
    String text(Generated generated) throws JsonProcessingException {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("topics", generated.topics());
        object.put(
                "connectors",
                generated.connectors().stream().map(Printing::object).toList());
        if (!generated.app().isEmpty()) {
            object.put("application", generated.app());
        }
        return json.writerWithDefaultPrettyPrinter().writeValueAsString(object);
    }

    private void write(Generated generated) throws IOException {
        Files.createDirectories(target);
        for (Connector connector : generated.connectors()) {
            write(
                    connector.name() + ".json",
                    json.writerWithDefaultPrettyPrinter().writeValueAsString(object(connector)) + "\n");
        }
        if (!generated.app().isEmpty()) {
            write("application.properties", AppConfigs.text(generated.app()));
        }
        write(
                "topics.txt",
                generated.topics().stream()
                        .map(topic -> "--topic " + topic.name() + " --partitions " + topic.partitions()
                                + topic.config().entrySet().stream()
                                        .map(entry -> " --config " + entry.getKey() + "=" + entry.getValue())
                                        .collect(Collectors.joining())
                                + "\n")
                        .collect(Collectors.joining()));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(target.resolve(name), text);
        out.println(target.resolve(name));
        out.flush();
    }

    private static Map<String, Object> object(Connector connector) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", connector.name());
        object.put("config", connector.config());
        return object;
    }
}
