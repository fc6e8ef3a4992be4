package io.sluice.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the figures were measured on, as far as the system tells. Names no host and no path. */
final class Machine {

    private Machine() {}

    static Map<String, Object> describe(Path data) throws IOException {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("cpu", firstValue("/proc/cpuinfo", "model name"));
        machine.put("cores", Runtime.getRuntime().availableProcessors());
        machine.put("memory", firstValue("/proc/meminfo", "MemTotal"));
        machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        machine.put("kernel", System.getProperty("os.version"));
        machine.put("fileSystem", Files.getFileStore(data).type());
        machine.put("load", load());
        return machine;
    }

    static Map<String, Object> versions() {
        Map<String, Object> versions = new LinkedHashMap<>();
        versions.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        return versions;
    }

    /** How busy the machine was before: figures taken on a busy one are worth little. */
    private static String load() throws IOException {
        Path file = Path.of("/proc/loadavg");
        return Files.isReadable(file) ? Files.readString(file).split(" ", 2)[0] : "unknown";
    }

    private static String firstValue(String file, String key) throws IOException {
        Path path = Path.of(file);
        if (Files.isReadable(path)) {
            for (String line : Files.readAllLines(path, StandardCharsets.UTF_8)) {
                if (line.startsWith(key)) {
                    return line.substring(line.indexOf(':') + 1).strip();
                }
            }
        }
        return "unknown";
    }
}
