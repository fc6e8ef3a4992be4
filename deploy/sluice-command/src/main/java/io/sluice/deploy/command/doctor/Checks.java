package io.sluice.deploy.command.doctor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The checks, in the order they are reported. What to do about a finding depends on nothing but the finding. */
final class Checks {
    private static final long GIB = 1L << 30;
    private static final int PORTS = 20;
    private static final Set<String> NETWORK_FILE_SYSTEMS = Set.of(
            "nfs", "nfs3", "nfs4", "cifs", "smb2", "smb3", "smbfs", "9p", "fuse.sshfs", "afs", "ceph", "glusterfs");
    private static final Set<String> MEMORY_FILE_SYSTEMS = Set.of("tmpfs", "ramfs");

    private static final Pattern UNTRANSLATED = Pattern.compile("(C|POSIX)(\\..*)?|en([_.@:].*)?");

    private final Machine machine;
    private final Path state;

    /**
     * Prepares the checks.
     *
     * @param state the directory a cluster would keep its data in; it need not exist
     */
    Checks(Machine machine, Path state) {
        this.machine = machine;
        this.state = state.toAbsolutePath().normalize();
    }

    List<Finding> run() throws InterruptedException {
        return List.of(
                java(),
                maven(),
                processors(),
                memory(),
                openFiles(),
                loopback(),
                hostName(),
                programs(),
                messageLocale(),
                temporaryDirectory(),
                stateDirectory(),
                disk(),
                fileSystem());
    }

    private Finding java() {
        String detail = "Java " + machine.javaFeature() + (machine.hasCompiler() ? " (JDK)" : " (no compiler)");
        return machine.javaFeature() >= 17 && machine.hasCompiler()
                ? Finding.ok("java", detail)
                : Finding.fail("java", detail, "Install a JDK 17 or newer and put it first on PATH, or set JAVA_HOME.");
    }

    private Finding maven() throws InterruptedException {
        return machine.mavenVersion()
                .map(version -> Finding.ok("maven", "Maven " + version))
                .orElseGet(() -> Finding.fail(
                        "maven",
                        "the command mvn does not run",
                        "Install Maven 3.8.7 or newer; it is needed to build."));
    }

    private Finding processors() {
        String detail = machine.processors() + " processor(s)";
        return machine.processors() >= 2
                ? Finding.ok("processors", detail)
                : Finding.warn("processors", detail, "Broker, worker and application share one core: expect it slow.");
    }

    private Finding memory() {
        long available = machine.availableMemoryBytes();
        String detail = gibibytes(available) + " available of " + gibibytes(machine.memoryBytes());
        if (available < GIB) {
            return Finding.fail("memory", detail, "Free memory: a broker and a worker take 1 GiB and more.");
        }
        return available >= 3 * GIB
                ? Finding.ok("memory", detail)
                : Finding.warn("memory", detail, "Enough for one broker and one worker; three brokers want 3 GiB.");
    }

    private Finding openFiles() {
        String detail = machine.openFileLimit() + " open files allowed";
        if (machine.openFileLimit() < 1024) {
            return Finding.fail("open-files", detail, "Raise the hard limit: ulimit -Hn 65536, or in limits.conf.");
        }
        return machine.openFileLimit() >= 4096
                ? Finding.ok("open-files", detail)
                : Finding.warn("open-files", detail, "Raise the hard limit to 65536 before using many partitions.");
    }

    private Finding loopback() {
        try {
            machine.listenOnLoopback(PORTS);
            return Finding.ok("ports", PORTS + " loopback ports are free and can be connected to");
        } catch (IOException e) {
            return Finding.fail(
                    "ports",
                    "listening on 127.0.0.1 failed: " + e.getMessage(),
                    "Check that the loopback interface is up and that no sandbox or firewall forbids listening on it.");
        }
    }

    private Finding hostName() {
        try {
            return Finding.ok("host-name", machine.resolvedHostName() + " resolves");
        } catch (IOException e) {
            return Finding.warn(
                    "host-name",
                    "the name of this machine does not resolve: " + e.getMessage(),
                    "Add it to /etc/hosts; Kafka's processes look it up when they start.");
        }
    }

    private Finding programs() throws InterruptedException {
        boolean shell = machine.runs("/bin/sh", "-c", "kill -0 $$");
        return shell
                ? Finding.ok("shell", "/bin/sh and kill work")
                : Finding.fail("shell", "/bin/sh or kill does not work", "Use Linux or macOS; on Windows use WSL 2.");
    }

    private Finding temporaryDirectory() throws InterruptedException {
        Path directory = machine.temporaryDirectory();
        String remedy = "Set JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=DIR to a directory on a file system mounted without"
                + " noexec: zstd and snappy unpack their native code there.";
        try {
            return machine.runsProgramsFrom(directory)
                    ? Finding.ok("temporary-directory", directory + " is writable and may hold programs")
                    : Finding.fail("temporary-directory", directory + " does not allow to execute files", remedy);
        } catch (IOException e) {
            return Finding.fail("temporary-directory", directory + " cannot be written: " + e.getMessage(), remedy);
        }
    }

    private Finding stateDirectory() {
        if (state.toString().contains(",")) {
            return Finding.fail(
                    "state-directory",
                    state + " contains a comma, which separates Kafka's data directories",
                    "Choose a directory without one, with --state DIR.");
        }
        try {
            machine.writeTo(state);
            return Finding.ok("state-directory", state + " is writable");
        } catch (IOException e) {
            return Finding.fail(
                    "state-directory",
                    state + " cannot be written: " + e,
                    "Choose a directory you may write to, with --state DIR.");
        }
    }

    private Finding messageLocale() {
        String locale = machine.messageLocale();
        String detail = "system errors are told in the locale " + locale;
        return UNTRANSLATED.matcher(locale).matches()
                ? Finding.ok("message-locale", detail)
                : Finding.warn(
                        "message-locale",
                        detail,
                        "Set LC_MESSAGES=C and unset LC_ALL: transient errors are known by their English texts, and one"
                                + " that is translated is not retried.");
    }

    private Finding disk() {
        try {
            long free = machine.freeBytes(state);
            String detail = gibibytes(free) + " free for " + state;
            if (free < GIB) {
                return Finding.fail("disk", detail, "Free at least 5 GiB, or choose another disk with --state DIR.");
            }
            return free >= 5 * GIB
                    ? Finding.ok("disk", detail)
                    : Finding.warn("disk", detail, "Enough to try things; topics and Parquet files may need more.");
        } catch (IOException e) {
            return Finding.fail("disk", "free space of " + state + " cannot be told: " + e, "Check that disk.");
        }
    }

    private Finding fileSystem() {
        try {
            String type = machine.fileSystemType(state);
            String detail = state + " is on " + type;
            if (NETWORK_FILE_SYSTEMS.contains(type)) {
                return Finding.warn(
                        "file-system", detail, "Kafka's data belongs on a local disk: choose one with --state DIR.");
            }
            return MEMORY_FILE_SYSTEMS.contains(type)
                    ? Finding.warn("file-system", detail, "The state is in memory and is gone after a reboot.")
                    : Finding.ok("file-system", detail);
        } catch (IOException e) {
            return Finding.fail(
                    "file-system", "type of file system of " + state + " unknown: " + e, "Check that disk.");
        }
    }

    private static String gibibytes(long bytes) {
        long tenths = bytes * 10 / GIB;
        return tenths / 10 + "." + tenths % 10 + " GiB";
    }
}
