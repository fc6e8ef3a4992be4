package io.sluice.deploy.cluster;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.source.SourceConnector;

/** Builds, in a test's directory, an archive with a source connector that exists nowhere else. */
final class TestPlugins {
    static final String CONNECTOR = "plugin.CountingConnector";

    private static final String SOURCE = """
            package plugin;

            import java.util.ArrayList;
            import java.util.List;
            import java.util.Map;
            import org.apache.kafka.common.config.ConfigDef;
            import org.apache.kafka.connect.connector.Task;
            import org.apache.kafka.connect.data.Schema;
            import org.apache.kafka.connect.source.ExactlyOnceSupport;
            import org.apache.kafka.connect.source.SourceConnector;
            import org.apache.kafka.connect.source.SourceRecord;
            import org.apache.kafka.connect.source.SourceTask;

            public class CountingConnector extends SourceConnector {
                private Map<String, String> config;
                public void start(Map<String, String> props) { config = props; }
                public Class<? extends Task> taskClass() { return CountingTask.class; }
                public List<Map<String, String>> taskConfigs(int most) {
                    List<Map<String, String>> configs = new ArrayList<>();
                    for (int id = 0; id < most; id++) {
                        configs.add(Map.of("id", Integer.toString(id), "topic", config.get("topic")));
                    }
                    return configs;
                }
                public void stop() {}
                public ConfigDef config() { return new ConfigDef(); }
                public String version() { return "1"; }
                public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> props) {
                    return ExactlyOnceSupport.SUPPORTED;
                }

                public static class CountingTask extends SourceTask {
                    private Map<String, String> config;
                    private long next;
                    private long sentUpTo;
                    public String version() { return "1"; }
                    public void start(Map<String, String> props) {
                        config = props;
                        Map<String, Object> stored = context.offsetStorageReader().offset(partition());
                        next = stored == null ? 0 : (Long) stored.get("next");
                    }
                    private Map<String, ?> partition() { return Map.of("task", config.get("id")); }
                    public List<SourceRecord> poll() {
                        if (next == 100) {
                            return null;
                        }
                        byte[] value = (config.get("id") + "-" + next).getBytes();
                        next++;
                        return List.of(new SourceRecord(partition(), Map.of("next", next), config.get("topic"), 0,
                                Schema.BYTES_SCHEMA, value));
                    }
                    public void stop() {}
                }
            }
            """;

    private TestPlugins() {}

    /** Compiles the connector and puts it, with its service file, into a jar in a directory of its own. */
    static Path buildIn(Path directory) throws IOException {
        Path classes = Files.createDirectories(directory.resolve("classes"));
        compile(classes);
        Path plugin = Files.createDirectories(directory.resolve("plugins/counting"));
        Path jar = plugin.resolve("counting.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (String name :
                    List.of("plugin/CountingConnector.class", "plugin/CountingConnector$CountingTask.class")) {
                put(out, name, Files.readAllBytes(classes.resolve(name)));
            }
            put(
                    out,
                    "META-INF/services/org.apache.kafka.connect.source.SourceConnector",
                    CONNECTOR.getBytes(StandardCharsets.UTF_8));
        }
        return directory.resolve("plugins");
    }

    static Map<String, String> config(String topic, int tasks) {
        return Map.of(
                "connector.class",
                CONNECTOR,
                "tasks.max",
                Integer.toString(tasks),
                "topic",
                topic,
                "exactly.once.support",
                "required",
                "key.converter",
                "org.apache.kafka.connect.converters.ByteArrayConverter");
    }

    private static void put(JarOutputStream out, String name, byte[] content) throws IOException {
        out.putNextEntry(new ZipEntry(name));
        out.write(content);
        out.closeEntry();
    }

    private static void compile(Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavaFileObject source =
                new SimpleJavaFileObject(
                        URI.create("string:///plugin/CountingConnector.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return SOURCE;
                    }
                };
        String classPath = String.join(":", locationOf(SourceConnector.class), locationOf(ConfigDef.class));
        StringWriter messages = new StringWriter();
        if (!compiler.getTask(
                        messages,
                        null,
                        null,
                        List.of("-d", classes.toString(), "-cp", classPath, "-proc:none", "--release", "17"),
                        null,
                        List.of(source))
                .call()) {
            throw new IOException("The test plugin does not compile: " + messages);
        }
    }

    private static String locationOf(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation().getPath();
    }
}
