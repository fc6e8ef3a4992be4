package io.sluice.deploy.command.doctor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** What the checks ask of the machine; tests answer in its place. Used by one thread. */
interface Machine {
    /** The feature number of this Java, for example 17. */
    int javaFeature();

    /** Whether this is a JDK, with a compiler. */
    boolean hasCompiler();

    /** The version of the Maven on the path; empty if there is none. */
    Optional<String> mavenVersion() throws InterruptedException;

    int processors();

    long memoryBytes();

    /** Memory a new process could have; of a container, if this is one. */
    long availableMemoryBytes();

    /** How many files this process may open. */
    long openFileLimit();

    /** Listens on this many loopback ports at once and connects to one. */
    void listenOnLoopback(int ports) throws IOException;

    /** The name of this machine, which must resolve to an address: Kafka asks. */
    String resolvedHostName() throws IOException;

    /** Bytes this user may still write to the file system of the directory, or of its closest existing parent. */
    long freeBytes(Path directory) throws IOException;

    /** The type of that file system, for example {@code ext4} or {@code nfs4}. */
    String fileSystemType(Path directory) throws IOException;

    /** Makes sure that this user may create the directory, or files in it, by trying where it, or a parent, exists. */
    void writeTo(Path directory) throws IOException;

    /** The locale of the texts the system gives for errors, for example {@code de_DE.UTF-8}. */
    String messageLocale();

    /** Whether a file in the directory for temporary files can be executed; native libraries are unpacked there. */
    boolean runsProgramsFrom(Path directory) throws IOException, InterruptedException;

    Path temporaryDirectory();

    /** Whether the named program runs and ends well. */
    boolean runs(String... command) throws InterruptedException;
}
