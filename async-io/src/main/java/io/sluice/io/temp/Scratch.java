package io.sluice.io.temp;

import io.sluice.io.flow.ErrorKind;
import io.sluice.io.vfs.Vfs;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.function.UnaryOperator;

/**
 * Takes and gives back names that nobody else uses: 64 random bits in each, created only if the name is free. Runs on the
 * calling thread, which it may block.
 */
public final class Scratch {
    /** How many names are tried when each is taken. */
    private static final int NAMES = 8;

    /** How often a removal is tried when its failure may pass. */
    private static final int REMOVALS = 8;

    private Scratch() {}

    /** Creates what is to stand at {@code path}; fails with {@link FileAlreadyExistsException} if the name is taken. */
    @FunctionalInterface
    public interface Creation<T> {
        T at(Path path) throws IOException;
    }

    /**
     * Creates something in {@code directory} under a fresh name.
     *
     * @param naming makes the name out of 16 random hexadecimal digits
     */
    public static <T> T create(Vfs vfs, Path directory, UnaryOperator<String> naming, Creation<T> creation)
            throws IOException {
        for (int attempt = 0; attempt < NAMES; attempt++) {
            String digits = HexFormat.of().toHexDigits(vfs.random().nextLong());
            Path path = directory.resolve(naming.apply(digits));
            try {
                return creation.at(path);
            } catch (FileAlreadyExistsException taken) {
                // Another name, then.
            } catch (IOException failure) {
                // It may have been created all the same, if only the reply was lost. Nobody else has this name.
                try {
                    remove(vfs, path);
                } catch (IOException remains) {
                    failure.addSuppressed(remains);
                }
                throw failure;
            }
        }
        throw new FileSystemException(
                directory.toString(),
                null,
                NAMES + " random names were all taken: the source of randomness is not one");
    }

    /**
     * Removes a file or an empty directory made by {@link #create}; fine if it is gone. Tries again after a failure
     * that may pass, since removing one exact name twice does no harm.
     */
    public static void remove(Vfs vfs, Path path) throws IOException {
        IOException first = null;
        for (int attempt = 0; attempt < REMOVALS; attempt++) {
            try {
                vfs.delete(path);
                return;
            } catch (NoSuchFileException gone) {
                return;
            } catch (IOException failure) {
                if (first == null) {
                    first = failure;
                }
                if (ErrorKind.of(failure) == ErrorKind.PERMANENT) {
                    break;
                }
            }
        }
        throw first;
    }

    static void requirePlainName(String setting, String part) {
        if (part.indexOf('/') >= 0 || part.indexOf('\\') >= 0 || part.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    setting + " is '" + part + "', but must be part of a file name, without / or \\");
        }
    }
}
