package io.sluice.deploy.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The command line of a child process. Its arguments stand in a file in the node's directory: the class path alone
 * would make the list of processes unreadable.
 */
final class NodeCommand {
    private NodeCommand() {}

    static List<String> java(
            ClusterSettings settings, NodeFiles files, int heapMegabytes, Class<?> main, List<String> arguments)
            throws IOException {
        List<String> all = new ArrayList<>();
        all.add("-Xmx" + heapMegabytes + "m");
        all.add("-XX:+UseSerialGC");
        all.add("-XX:+ExitOnOutOfMemoryError");
        all.add("-XX:ErrorFile=" + files.log().resolveSibling("hs_err_%p.log"));
        all.add("-Dsluice.node.log=" + files.log());
        all.add("-Dlog4j2.configurationFile=classpath:io/sluice/deploy/cluster/node-log4j2.properties");
        all.addAll(settings.jvmArguments());
        all.add("-cp");
        all.add(NodeClassPath.resolve());
        all.add(main.getName());
        all.addAll(arguments);
        Path file = files.directory().resolve("java.args");
        Files.writeString(file, all.stream().map(NodeCommand::quoted).collect(Collectors.joining("\n", "", "\n")));
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return List.of(java.toString(), "@" + file);
    }

    /** As the java launcher reads an argument file: in quotes, with backslashes doubled. */
    static String quoted(String argument) {
        return '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
