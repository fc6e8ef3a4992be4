package io.sluice.source.framing;

import io.sluice.record.CsvFormat;
import io.sluice.source.framing.EventSettings.Match;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Measures the framings on one thread, by the processor time it takes, so that a busy machine disturbs little. Run
 * {@code main} by hand. Windows of 1 MiB over 64 MiB of lines of 145 bytes, into a sink that looks at no byte.
 */
public final class FramingSpeed {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int LINE_BYTES = 145;
    private static final int CONTENT_BYTES = 64 << 20;
    private static final int WINDOW_BYTES = 1 << 20;

    private FramingSpeed() {}

    public static void main(String[] args) throws FramingException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 40;
        byte[] utf8 = lines("\n").getBytes(StandardCharsets.UTF_8);
        byte[] utf16 = lines("\n").getBytes(StandardCharsets.UTF_16LE);
        LineSettings lines = LineSettings.standard();
        measure("lines", lines, utf8, rounds);
        measure("lines, CRLF", lines, lines("\r\n").getBytes(StandardCharsets.UTF_8), rounds);
        measure(
                "lines, '##'",
                lines.withLineEnd(LineEnd.text("##")),
                lines("##").getBytes(StandardCharsets.UTF_8),
                rounds);
        measure("lines, UTF-16LE", lines.withCharset(StandardCharsets.UTF_16LE), utf16, rounds);
        measure("line chunks", LineChunkSettings.standard(), utf8, rounds);
        measure("byte chunks", ByteChunkSettings.standard(), utf8, rounds);
        measure("csv rows", CsvRowSettings.standard(CsvFormat.standard()), utf8, rounds);
        measure("events", EventSettings.standard(Pattern.compile("^2026"), Match.START), utf8, rounds);
    }

    private static String lines(String end) {
        String line = "2026-11-21T08:00:00.000Z,INFO,io.sluice.source,";
        line += "x".repeat(LINE_BYTES - line.length() - end.length()) + end;
        return line.repeat(CONTENT_BYTES / LINE_BYTES);
    }

    private static void measure(String what, FramingSettings settings, byte[] content, int rounds)
            throws FramingException {
        PrintStream out = System.out;
        double[] rates = new double[rounds];
        long frames = 0;
        for (int round = 0; round < rounds; round++) {
            Counting sink = new Counting();
            Framing framing = settings.newFraming();
            long start = THREADS.getCurrentThreadCpuTime();
            int at = 0;
            while (at < content.length) {
                int end = Math.min(content.length, at + WINDOW_BYTES);
                at += framing.cut(new Window(content, at, end, at, end == content.length), sink);
            }
            rates[round] = (double) content.length / (THREADS.getCurrentThreadCpuTime() - start);
            frames = sink.frames;
        }
        Arrays.sort(rates);
        out.printf(
                "%-16s %8.2f GB/s median, %8.2f best, %d frames%n", what, rates[rounds / 2], rates[rounds - 1], frames);
    }

    private static final class Counting implements FrameSink {
        private long frames;
        private long bytes;

        @Override
        public boolean frame(byte[] array, int from, int to, long position, long next) {
            frames++;
            bytes += to - from;
            return bytes >= 0;
        }

        @Override
        public boolean bad(byte[] array, int from, int to, long position, long next, Reason reason) {
            throw new IllegalStateException(reason.text());
        }

        @Override
        public void shortened(long position) {
            throw new IllegalStateException("shortened at " + position);
        }
    }
}
