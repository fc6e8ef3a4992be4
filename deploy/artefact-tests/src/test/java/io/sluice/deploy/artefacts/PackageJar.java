package io.sluice.deploy.artefacts;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** A jar of some packages of this JVM's class path, as it would lie beside a plugin's own. */
final class PackageJar {
    private PackageJar() {}

    /**
     * Writes one.
     *
     * @param members of each package one class, whose whole package is taken from where that class is
     * @param service the type of which {@code provider} is one
     */
    static void write(Path jar, List<Class<?>> members, Class<?> service, Class<?> provider) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Class<?> member : members) {
                add(member, out);
            }
            out.putNextEntry(new JarEntry("META-INF/services/" + service.getName()));
            out.write((provider.getName() + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void add(Class<?> member, JarOutputStream out) throws IOException {
        String directory = member.getPackageName().replace('.', '/');
        Path place;
        try {
            place = Path.of(
                    member.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IOException(member + " was not loaded from a file", e);
        }
        if (Files.isDirectory(place)) {
            add(place.resolve(directory), directory, out);
        } else {
            try (FileSystem inside = FileSystems.newFileSystem(place)) {
                add(inside.getPath(directory), directory, out);
            }
        }
    }

    private static void add(Path classes, String directory, JarOutputStream out) throws IOException {
        try (Stream<Path> files = Files.list(classes)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                out.putNextEntry(new JarEntry(directory + "/" + file.getFileName()));
                Files.copy(file, out);
            }
        }
    }
}
