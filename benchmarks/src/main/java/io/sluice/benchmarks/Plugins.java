package io.sluice.benchmarks;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Puts plugins together for the worker from what is on the class path of the benchmarks. Stateless. */
final class Plugins {

    private Plugins() {}

    /**
     * The classes of one package only: a plugin brings no more than it needs.
     *
     * @param connector in the package
     * @param service the interface that it is listed under
     */
    static void copyPackage(Class<?> connector, Class<?> service, Path target) throws IOException {
        String packagePath = connector.getPackageName().replace('.', '/');
        Path classes = locationOf(connector);
        List<Path> files = new ArrayList<>(List.of(classes.resolve("META-INF/services/" + service.getName())));
        try (DirectoryStream<Path> found = Files.newDirectoryStream(classes.resolve(packagePath))) {
            found.forEach(files::add);
        }
        for (Path file : files) {
            Path copy = target.resolve(classes.relativize(file).toString());
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
        }
    }

    /** The directory that a module's build has made, which holds its plugin archive, of a class of that module. */
    static Path buildOf(Class<?> type) throws IOException {
        // Maven's jar or its classes, both of which lie in the directory of the archive.
        return locationOf(type).toAbsolutePath().getParent();
    }

    static Path locationOf(Class<?> type) throws IOException {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IOException("it is not known where " + type.getName() + " is", e);
        }
    }
}
