package io.sluice.deploy.artefacts;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A plugin archive as users have it: unpacked onto the plugin path, and nothing else done. */
final class PluginArchive {

    private PluginArchive() {}

    /** Unpacks the archive that a module's build has made. Returns the directory to put on {@code plugin.path}. */
    static Path unpack(String module, Path target) throws IOException {
        Path archive = archiveOf(Path.of("..", "..", module, "target"));
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
                    copy(zip, path);
                }
            }
        }
        return target;
    }

    private static void copy(InputStream from, Path to) throws IOException {
        Files.copy(from, to);
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
