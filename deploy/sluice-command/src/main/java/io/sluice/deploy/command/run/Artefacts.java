package io.sluice.deploy.command.run;

import io.sluice.deploy.cluster.ClusterException;
import io.sluice.deploy.cluster.PluginArchive;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What users install, unpacked as they do it: the two plugins and the application, from the archives that the build has made.
 * Immutable.
 *
 * @param plugins the directory for {@code plugin.path}
 * @param app the directory that holds the application's {@code bin}
 */
public record Artefacts(Path plugins, Path app) {
    /** Where the sources are; the script {@code deploy/sluice} tells. */
    private static final String HOME = "sluice.home";

    private static final List<String> PLUGINS = List.of("connector-source", "connector-sink");
    private static final String APP = "streams-app";

    /** Unpacks them unless the same archives are unpacked already. */
    public static Artefacts unpack(Workspace workspace) throws IOException {
        Path home = Path.of(System.getProperty(HOME, ".")).toAbsolutePath().normalize();
        StringBuilder archives = new StringBuilder();
        for (String module : List.of(PLUGINS.get(0), PLUGINS.get(1), APP)) {
            Path archive = archive(home, module);
            archives.append(archive).append(' ').append(Files.size(archive)).append(' ');
            archives.append(Files.getLastModifiedTime(archive)).append('\n');
        }
        Path root = workspace.resolve("artefacts");
        Path stamp = root.resolve("archives.txt");
        Path plugins = root.resolve("plugins");
        Path app = root.resolve("app");
        if (!Files.exists(stamp) || !Files.readString(stamp).contentEquals(archives)) {
            workspace.remove("artefacts");
            Files.createDirectories(plugins);
            Files.createDirectories(app);
            for (String module : PLUGINS) {
                PluginArchive.unpack(home.resolve(module).resolve("target"), plugins);
            }
            PluginArchive.unpack(home.resolve(APP).resolve("target"), app);
            // Last: a start that is killed while it unpacks leaves no stamp.
            Files.writeString(stamp, archives);
        }
        return new Artefacts(plugins, only(app));
    }

    private static Path archive(Path home, String module) throws IOException {
        Path target = home.resolve(module).resolve("target");
        if (Files.isDirectory(target)) {
            try (DirectoryStream<Path> archives = Files.newDirectoryStream(target, "*.zip")) {
                for (Path archive : archives) {
                    return archive;
                }
            }
        }
        throw new ClusterException("There is no archive in " + target
                + ". Run deploy/sluice, which builds it, without SLUICE_NO_BUILD; or build with mvn package.");
    }

    private static Path only(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                return entry;
            }
        }
        throw new IOException(directory + " is empty: its archive was");
    }

    /** The application's start script, run by the shell as a zip has no file modes for Java, with this JVM's Java. */
    public List<String> appCommand(String options, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                "/usr/bin/env",
                "JAVA_HOME=" + System.getProperty("java.home"),
                "SLUICE_STREAMS_JAVA_OPTS=" + options,
                "/bin/sh",
                app.resolve("bin").resolve("sluice-streams").toString()));
        command.addAll(arguments);
        return command;
    }
}
