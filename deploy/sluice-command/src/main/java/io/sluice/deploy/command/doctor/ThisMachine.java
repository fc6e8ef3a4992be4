package io.sluice.deploy.command.doctor;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** The machine this JVM runs on. */
final class ThisMachine implements Machine {
    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(30);
    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
    private static final Pattern MAVEN_VERSION = Pattern.compile("Apache Maven ([\\w.-]+)");
    private static final Pattern AVAILABLE_MEMORY = Pattern.compile("MemAvailable:\\s+(\\d+) kB");

    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    @Override
    public int javaFeature() {
        return Runtime.version().feature();
    }

    @Override
    public boolean hasCompiler() {
        return ToolProvider.getSystemJavaCompiler() != null;
    }

    @Override
    public Optional<String> mavenVersion() throws InterruptedException {
        try {
            Path output = Files.createTempFile("sluice-doctor", ".txt");
            try {
                if (!endsWell(new ProcessBuilder("mvn", "--batch-mode", "--version").redirectOutput(output.toFile()))) {
                    return Optional.empty();
                }
                Matcher version = MAVEN_VERSION.matcher(Files.readString(output));
                return version.find() ? Optional.of(version.group(1)) : Optional.empty();
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            return Optional.empty(); // there is no such program
        }
    }

    @Override
    public int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    @Override
    public long memoryBytes() {
        return system.getTotalMemorySize();
    }

    @Override
    public long availableMemoryBytes() {
        try {
            // Memory the system uses as cache is free for the asking, but the JDK does not count it.
            Matcher available = AVAILABLE_MEMORY.matcher(Files.readString(Path.of("/proc/meminfo")));
            if (available.find()) {
                return Math.min(Long.parseLong(available.group(1)) * 1024, memoryBytes());
            }
        } catch (IOException e) {
            // Not a Linux: the JDK's answer has to do.
            return system.getFreeMemorySize();
        }
        return system.getFreeMemorySize();
    }

    @Override
    public long openFileLimit() {
        return system instanceof UnixOperatingSystemMXBean unix ? unix.getMaxFileDescriptorCount() : Long.MAX_VALUE;
    }

    @Override
    public void listenOnLoopback(int ports) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < ports; i++) {
                ServerSocket socket = new ServerSocket();
                sockets.add(socket);
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            }
            try (Socket client = new Socket()) {
                client.connect(sockets.get(0).getLocalSocketAddress(), CONNECT_TIMEOUT_MILLIS);
            }
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    @Override
    public String resolvedHostName() throws IOException {
        return InetAddress.getLocalHost().getHostName();
    }

    @Override
    public long freeBytes(Path directory) throws IOException {
        return Files.getFileStore(existing(directory)).getUsableSpace();
    }

    @Override
    public String fileSystemType(Path directory) throws IOException {
        return Files.getFileStore(existing(directory)).type();
    }

    @Override
    public void writeTo(Path directory) throws IOException {
        Path existing = directory.toAbsolutePath().normalize();
        // A link to nothing counts as existing: no directory can be created in its place.
        while (existing.getParent() != null && !Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing)) {
            throw new NotDirectoryException(existing.toString());
        }
        // Permissions alone do not tell: the disk may be mounted for reading only.
        Files.delete(Files.createTempFile(existing, ".sluice-doctor", ".tmp"));
    }

    @Override
    public String messageLocale() {
        return messageLocale(System.getenv());
    }

    /** As the C library chooses it; the list of languages that GNU adds counts unless the locale is C. */
    static String messageLocale(Map<String, String> environment) {
        String locale = Stream.of("LC_ALL", "LC_MESSAGES", "LANG")
                .map(name -> environment.getOrDefault(name, ""))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("C");
        String languages = environment.getOrDefault("LANGUAGE", "");
        return locale.equals("C") || locale.equals("POSIX") || locale.startsWith("C.") || languages.isEmpty()
                ? locale
                : languages;
    }

    @Override
    public boolean runsProgramsFrom(Path directory) throws IOException, InterruptedException {
        Path program = Files.createTempFile(directory, "sluice-doctor", ".sh");
        try {
            Files.writeString(program, "#!/bin/sh\nexit 0\n");
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
            return runs(program.toString());
        } finally {
            Files.deleteIfExists(program);
        }
    }

    @Override
    public Path temporaryDirectory() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    @Override
    public boolean runs(String... command) throws InterruptedException {
        try {
            return endsWell(new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD));
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean endsWell(ProcessBuilder command) throws IOException, InterruptedException {
        Process process = command.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        if (process.waitFor(COMMAND_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS)) {
            return process.exitValue() == 0;
        }
        process.destroyForcibly();
        return false;
    }

    private static Path existing(Path directory) {
        Path path = directory.toAbsolutePath().normalize();
        while (path.getParent() != null && !Files.exists(path)) {
            path = path.getParent();
        }
        return path;
    }
}
