package io.sluice.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of lines, which is one block of them so many times.
 *
 * @param block a file with the block alone
 * @param times how many times the file holds it
 * @param file all of it
 * @param lines how many there are
 * @param bytes without line ends
 */
record TextLines(Path block, int times, Path file, long lines, long bytes) {

    private static final int BLOCK_LINES = 100_000;

    /** Trades of about 40 bytes each. */
    static TextLines trades(Path directory, int millions) throws IOException {
        byte[] text = RowTexts.csv(BLOCK_LINES).bytes();
        int times = millions * (1_000_000 / BLOCK_LINES);
        Path block = directory.resolve("block.csv");
        Path file = directory.resolve("trades-" + millions + ".csv");
        Files.write(block, text);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < times; i++) {
                out.write(text);
            }
        }
        long lines = (long) BLOCK_LINES * times;
        return new TextLines(block, times, file, lines, (long) text.length * times - lines);
    }

    /** The same file in a directory of its own, which a source can watch; takes no room. */
    Path linkedInto(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.createLink(directory.resolve("trades.csv"), file);
        return directory;
    }

    String firstLine() throws IOException {
        try (var reader = Files.newBufferedReader(block, StandardCharsets.UTF_8)) {
            return reader.readLine();
        }
    }
}
