package io.sluice.source.framing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.source.framing.EventSettings.Match;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Any content, windows, flushes and restarts give the events a simple cutter finds. */
final class EventsPropertyTest {

    private static final int ROUNDS = Integer.getInteger("framing.rounds", 4_000);
    private static final List<Charset> CHARSETS =
            List.of(StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16LE);
    private static final List<Match> MATCHES = List.of(Match.values());
    private static final List<OverLong> POLICIES = List.of(OverLong.values());
    private static final List<Pattern> PATTERNS =
            List.of(Pattern.compile("^>"), Pattern.compile(">$"), Pattern.compile("^\\s"), Pattern.compile("a.*>|^$"));

    @Test
    void anyWindowsFlushesAndRestartsGiveTheEventsOfTheWhole() {
        Set<Cut.Kind> kinds = EnumSet.noneOf(Cut.Kind.class);
        for (long seed = 0; seed < ROUNDS; seed++) {
            kinds.addAll(compare(seed));
        }
        assertThat(kinds).containsOnly(Cut.Kind.FRAME, Cut.Kind.TOO_LONG, Cut.Kind.SHORTENED, Cut.Kind.FAILED);
    }

    private static Set<Cut.Kind> compare(long seed) {
        Random random = new Random(seed);
        EventSettings settings = settings(random);
        ReferenceEvents reference = new ReferenceEvents(settings);
        byte[] content = content(settings.encoding().charset(), random);
        RecordingSink sink = new RecordingSink(() -> random.nextInt(3) == 0);
        List<Cut> expected = new ArrayList<>();
        int[] flushed = {0};

        Reading.any(content, 0, settings::newFraming, sink, random, to -> {
            flushed[0] = reference.cut(Arrays.copyOf(content, to), flushed[0], false, expected);
            assertThat(sink.without(Cut.Kind.SHORTENED))
                    .as("seed %d, %s, flush at %d of %s", seed, settings, to, ReferenceEvents.text(content))
                    .isEqualTo(unshortened(expected));
        });

        boolean failed =
                !expected.isEmpty() && expected.get(expected.size() - 1).kind() == Cut.Kind.FAILED;
        if (!failed) {
            reference.cut(content, flushed[0], true, expected);
        }
        assertThat(sink.without(Cut.Kind.SHORTENED))
                .as("seed %d, %s, %s", seed, settings, ReferenceEvents.text(content))
                .isEqualTo(unshortened(expected));
        Set<Cut.Kind> kinds = EnumSet.noneOf(Cut.Kind.class);
        expected.forEach(cut -> kinds.add(cut.kind()));
        return kinds;
    }

    @Test
    void aFramingThatBeginsAtAnyNextGivesTheRest() {
        for (long seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            EventSettings settings = settings(random);
            byte[] content = content(settings.encoding().charset(), random);
            List<Cut> expected = new ArrayList<>();
            new ReferenceEvents(settings).cut(content, 0, true, expected);
            RecordingSink whole = new RecordingSink(() -> random.nextInt(3) == 0);
            Reading.withoutFlushes(content, 0, settings::newFraming, whole, random);
            assertThat(whole.cuts).as("seed %d, %s", seed, settings).isEqualTo(expected);
            if (whole.nexts.isEmpty()) {
                continue;
            }
            long next = whole.nexts.get(random.nextInt(whole.nexts.size()));
            RecordingSink rest = new RecordingSink(() -> random.nextInt(3) == 0);

            Reading.withoutFlushes(content, (int) next, settings::newFraming, rest, random);

            assertThat(rest.without(Cut.Kind.SHORTENED))
                    .as("seed %d, from %d, %s", seed, next, settings)
                    .isEqualTo(unshortened(whole.cuts).stream()
                            .filter(cut -> cut.position() >= next)
                            .toList());
        }
    }

    private static List<Cut> unshortened(List<Cut> cuts) {
        return cuts.stream().filter(cut -> cut.kind() != Cut.Kind.SHORTENED).toList();
    }

    private static EventSettings settings(Random random) {
        return EventSettings.standard(
                        PATTERNS.get(random.nextInt(PATTERNS.size())), MATCHES.get(random.nextInt(MATCHES.size())))
                .withCharset(CHARSETS.get(random.nextInt(CHARSETS.size())))
                .withNegate(random.nextBoolean())
                .withLimits(1 + random.nextInt(5), 16 + random.nextInt(30))
                .withOverLong(POLICIES.get(random.nextInt(POLICIES.size())));
    }

    private static byte[] content(Charset charset, Random random) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        if (random.nextInt(4) == 0) {
            content.writeBytes("\uFEFF".getBytes(charset));
        }
        for (int tokens = random.nextInt(60); tokens > 0; tokens--) {
            String token = List.of("\n", "\n", "\n", "\r\n", "\r", ">", ">", " ", "a", "\u00E9", "bcd", "x".repeat(20))
                    .get(random.nextInt(12));
            content.writeBytes(token.getBytes(charset));
        }
        if (random.nextInt(6) == 0) {
            content.write(0);
        }
        return content.toByteArray();
    }
}
