package io.sluice.source.framing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Any content in any windows, with any restarts, in any charset with any line end and policy: the lines a simple cutter
 * finds.
 */
final class LinesPropertyTest {

    private static final int ROUNDS = Integer.getInteger("framing.rounds", 1_500);
    private static final List<TextEncoding> ENCODINGS = List.of(
                    "UTF-8",
                    "UTF-16LE",
                    "UTF-16BE",
                    "UTF-32LE",
                    "UTF-32BE",
                    "ISO-8859-1",
                    "windows-1252",
                    "Shift_JIS",
                    "GB18030",
                    "Big5",
                    "EUC-JP",
                    "IBM037")
            .stream()
            .map(name -> TextEncoding.of(Charset.forName(name)))
            .toList();
    private static final List<OverLong> POLICIES = List.of(OverLong.values());
    private static final List<LineEnd> LINE_ENDS = List.of(
            LineEnd.newline(),
            LineEnd.lineFeed(),
            LineEnd.text("\n\n"),
            LineEnd.text("\r\n"),
            LineEnd.text(",,-"),
            LineEnd.text("#"),
            LineEnd.text("\t\n\t\nx"));

    @Test
    void anyWindowsAndRestartsGiveTheLinesOfTheWhole() throws FramingException {
        Set<Cut.Kind> kinds = EnumSet.noneOf(Cut.Kind.class);
        for (long seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            LineSettings settings = settings(random);
            byte[] content = content(settings, random);
            List<Cut> expected = reference(settings).cut(content, 0);

            RecordingSink sink = read(settings, content, 0, 0, random);

            assertThat(sink.cuts).as("seed %d, %s", seed, settings).isEqualTo(expected);

            RecordingSink restarted = read(settings, content, 0, 4, random);

            assertThat(restarted.without(Cut.Kind.SHORTENED))
                    .as("seed %d, with restarts, %s", seed, settings)
                    .isEqualTo(expected.stream()
                            .filter(cut -> cut.kind() != Cut.Kind.SHORTENED)
                            .toList());
            expected.forEach(cut -> kinds.add(cut.kind()));
        }
        assertThat(kinds).containsOnly(Cut.Kind.FRAME, Cut.Kind.TOO_LONG, Cut.Kind.SHORTENED, Cut.Kind.FAILED);
    }

    @Test
    void aFramingThatBeginsAtAnyNextGivesTheRest() throws FramingException {
        for (long seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            LineSettings settings = settings(random);
            byte[] content = content(settings, random);
            RecordingSink whole = read(settings, content, 0, 0, random);
            if (whole.nexts.isEmpty()) {
                continue;
            }
            long next = whole.nexts.get(random.nextInt(whole.nexts.size()));

            RecordingSink rest = read(settings, content, (int) next, 0, random);

            assertThat(rest.without(Cut.Kind.SHORTENED))
                    .as("seed %d, from %d, %s", seed, next, settings)
                    .isEqualTo(whole.without(Cut.Kind.SHORTENED).stream()
                            .filter(cut -> cut.position() >= next)
                            .toList());
        }
    }

    @Test
    void linesOfAnyCharsetAreTheLinesOfItsText() throws FramingException {
        for (long seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            TextEncoding encoding = ENCODINGS.get(random.nextInt(ENCODINGS.size()));
            String end = List.of("\n", ",,-", "#").get(random.nextInt(3));
            LineSettings settings = new LineSettings(encoding, LineEnd.text(end), false, 1000, OverLong.FAIL);
            String text = Texts.random(encoding.charset(), random, 200, end);

            RecordingSink sink = read(settings, text.getBytes(encoding.charset()), 0, 2, random);

            List<String> lines = List.of(text.split(java.util.regex.Pattern.quote(end), -1));
            boolean ended = lines.get(lines.size() - 1).isEmpty();
            assertThat(sink.frames().stream()
                            .map(line -> new String(line.getBytes(StandardCharsets.ISO_8859_1), encoding.charset())))
                    .as("seed %d, %s", seed, settings)
                    .isEqualTo(ended ? lines.subList(0, lines.size() - 1) : lines);
        }
    }

    @Test
    void piecesOfTextAreCutBetweenCharacters() throws FramingException {
        for (long seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            TextEncoding encoding = ENCODINGS.get(random.nextInt(ENCODINGS.size()));
            Charset charset = encoding.charset();
            OverLong overLong = random.nextBoolean() ? OverLong.SPLIT : OverLong.TRUNCATE;
            LineSettings settings =
                    new LineSettings(encoding, LineEnd.newline(), false, 16 + random.nextInt(10), overLong);
            String text = Texts.random(charset, random, 200, "").replace("\n", "");

            RecordingSink sink = read(settings, text.getBytes(charset), 0, 2, random);

            StringBuilder pieces = new StringBuilder();
            sink.frames().stream()
                    .map(piece -> new String(piece.getBytes(StandardCharsets.ISO_8859_1), charset))
                    .forEach(pieces::append);
            assertThat(text).as("seed %d, %s", seed, settings).startsWith(pieces);
            if (overLong == OverLong.SPLIT) {
                assertThat(pieces).as("seed %d, %s", seed, settings).hasToString(text);
            }
        }
    }

    private static RecordingSink read(LineSettings settings, byte[] content, int start, int restarts, Random random) {
        RecordingSink sink = new RecordingSink(() -> random.nextInt(3) == 0);
        Reading reading = new Reading(content, start, settings::newFraming, sink, random);
        int left = restarts;
        try {
            while (!reading.isAtEnd()) {
                reading.more();
                if (random.nextInt(4) == 0) {
                    reading.flush();
                }
                if (left > 0 && random.nextInt(6) == 0) {
                    left--;
                    reading.restart();
                }
            }
            reading.finish();
        } catch (FramingException e) {
            sink.cuts.add(Cut.failed(e.position()));
        }
        return sink;
    }

    private static LineSettings settings(Random random) {
        while (true) {
            try {
                return new LineSettings(
                        ENCODINGS.get(random.nextInt(ENCODINGS.size())),
                        LINE_ENDS.get(random.nextInt(LINE_ENDS.size())),
                        random.nextBoolean(),
                        16 + random.nextInt(20),
                        POLICIES.get(random.nextInt(4)));
            } catch (IllegalArgumentException e) {
                // Not every line end is allowed in every charset.
                assertThat(e).hasMessageContaining("line.delimiter");
            }
        }
    }

    private static ReferenceLines reference(LineSettings settings) {
        Charset charset = settings.encoding().charset();
        boolean named = settings.lineEnd().value().isEmpty();
        boolean strips = settings.lineEnd().form() == LineEnd.Form.NEWLINE;
        return new ReferenceLines(
                settings,
                (named ? "\n" : settings.lineEnd().value()).getBytes(charset),
                (strips ? "\r" : "").getBytes(charset));
    }

    /** Delimiters, parts of them, text, and sometimes bytes that are no text; mostly whole units. */
    private static byte[] content(LineSettings settings, Random random) {
        Charset charset = settings.encoding().charset();
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        String end =
                settings.lineEnd().value().isEmpty() ? "\n" : settings.lineEnd().value();
        if (random.nextInt(3) == 0) {
            content.writeBytes("\uFEFF".getBytes(charset));
        }
        boolean malformed = random.nextInt(4) == 0;
        int unit = settings.encoding().unit();
        for (int tokens = random.nextInt(40); tokens > 0; tokens--) {
            switch (random.nextInt(8)) {
                case 0, 1 -> content.writeBytes(end.getBytes(charset));
                case 2 ->
                    content.writeBytes(
                            end.substring(0, random.nextInt(end.length())).getBytes(charset));
                case 3 -> content.writeBytes("\r".getBytes(charset));
                case 4 ->
                    content.writeBytes(Texts.random(charset, random, 30, "").getBytes(charset));
                case 5 -> {
                    byte[] bytes = new byte[malformed ? unit * random.nextInt(10) : 0];
                    random.nextBytes(bytes);
                    content.writeBytes(bytes);
                }
                case 6 -> content.writeBytes(new byte[malformed ? random.nextInt(3) : 0]);
                default ->
                    content.writeBytes(Texts.random(charset, random, 3, "").getBytes(charset));
            }
        }
        return content.toByteArray();
    }
}
