package io.sluice.deploy.command.doctor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A machine that is as healthy as a test wants it. */
final class FakeMachine implements Machine {
    int javaFeature = 17;
    boolean compiler = true;
    Optional<String> maven = Optional.of("3.9.0");
    int processors = 2;
    long availableMemory = 8L << 30;
    long openFiles = 65_536;
    Optional<IOException> loopback = Optional.empty();
    Optional<IOException> name = Optional.empty();
    boolean shell = true;
    boolean programs = true;
    Optional<IOException> writing = Optional.empty();
    String locale = "en_US.UTF-8";
    long disk = 100L << 30;
    String fileSystem = "ext4";

    @Override
    public int javaFeature() {
        return javaFeature;
    }

    @Override
    public boolean hasCompiler() {
        return compiler;
    }

    @Override
    public Optional<String> mavenVersion() {
        return maven;
    }

    @Override
    public int processors() {
        return processors;
    }

    @Override
    public long memoryBytes() {
        return 16L << 30;
    }

    @Override
    public long availableMemoryBytes() {
        return availableMemory;
    }

    @Override
    public long openFileLimit() {
        return openFiles;
    }

    @Override
    public void listenOnLoopback(int ports) throws IOException {
        if (loopback.isPresent()) {
            throw loopback.get();
        }
    }

    @Override
    public String resolvedHostName() throws IOException {
        if (name.isPresent()) {
            throw name.get();
        }
        return "here";
    }

    @Override
    public long freeBytes(Path directory) {
        return disk;
    }

    @Override
    public String fileSystemType(Path directory) {
        return fileSystem;
    }

    @Override
    public void writeTo(Path directory) throws IOException {
        if (writing.isPresent()) {
            throw writing.get();
        }
    }

    @Override
    public String messageLocale() {
        return locale;
    }

    @Override
    public boolean runsProgramsFrom(Path directory) {
        return programs;
    }

    @Override
    public Path temporaryDirectory() {
        return Path.of("/tmp");
    }

    @Override
    public boolean runs(String... command) {
        return shell;
    }
}
