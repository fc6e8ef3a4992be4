package io.sluice.deploy.cluster;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A plugin archive as users have it: unpacked onto the plugin path, and nothing else done. Any thread. */
public final class PluginArchive {

    private PluginArchive() {}

    /**
     * Unpacks the archive that a module's build has made.
     *
     * @param build the directory that holds it, the module's {@code target}
     * @return the directory to put on {@code plugin.path}
     */
    public static Path unpack(Path build, Path target) throws IOException {
        Path archive = archiveOf(build);
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException(archive + " holds " + entry.getName() + ", which leads out of it");
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else {
                    Files.createDirectories(path.getParent());
                    Files.copy(zip, path);
                }
            }
        }
        return target;
    }

    private static Path archiveOf(Path directory) throws IOException {
        try (DirectoryStream<Path> archives = Files.newDirectoryStream(directory, "*.zip")) {
            for (Path archive : archives) {
                return archive;
            }
        }
        throw new IOException("no plugin archive in "
                + directory.toAbsolutePath().normalize() + ": build the module with mvn package first");
    }
}
