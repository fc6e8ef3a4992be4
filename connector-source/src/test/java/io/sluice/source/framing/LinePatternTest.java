package io.sluice.source.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.source.framing.EventSettings.Match;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class LinePatternTest {

    @Test
    void onlyTheFirstFourKibibytesOfALineAreLookedAt() throws FramingException {
        assertThat(matches("x", "a".repeat(4095) + "x")).isTrue();
        assertThat(matches("x", "a".repeat(4096) + "x")).isFalse();
    }

    @Test
    void whatIsCutOffIsNotALinesEnd() throws FramingException {
        assertThat(matches("a$", "a".repeat(4096))).isTrue();
        assertThat(matches("a$", "a".repeat(4097))).isFalse();
        assertThat(matches("^a+$", "a".repeat(5000))).isFalse();
        assertThat(matches("^a", "a".repeat(5000))).isTrue();
    }

    @Test
    void aLineSoLongThatItsEndIsNotThereIsJudgedByItsBeginning() throws FramingException {
        EventSettings settings = EventSettings.standard(Pattern.compile("^b"), Match.START);
        byte[] content = ("a\nb" + "x".repeat(5000)).getBytes(StandardCharsets.UTF_8);
        RecordingSink sink = new RecordingSink();
        sink.window(0, content.length);

        int done = settings.newFraming().cut(new Window(content, 0, content.length, 0, false), sink);

        assertThat(sink.frames()).containsExactly("a");
        assertThat(done).isEqualTo(2);
    }

    @Test
    void aPatternThatBacktracksWithoutEndFailsTheFileSoon() {
        assertThatThrownBy(() -> matches("(.*a){12}b", "a".repeat(100)))
                .isInstanceOfSatisfying(
                        FramingException.class, e -> assertThat(e.position()).isEqualTo(7))
                .hasMessageContaining("multiline.pattern '(.*a){12}b' takes too many steps on the line at byte 7");
    }

    @Test
    void aPatternThatNeedsTooMuchStackFailsTheFileOnly() throws InterruptedException {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        // With a stack of its own, so that its size does not depend on the machine.
        Thread thread = new Thread(
                null,
                () -> {
                    try {
                        matches("(a|b)*c", "ab".repeat(2048));
                    } catch (FramingException e) {
                        thrown.set(e);
                    }
                },
                "matching",
                256 << 10);
        thread.start();

        thread.join(60_000);

        assertThat(thrown.get()).isInstanceOf(FramingException.class).hasMessageContaining("at byte 7");
    }

    @Test
    void aPatternThatGoesOverAllOfALineFromEachCharacterIsStillGood() throws FramingException {
        assertThat(matches("a.*x", "a".repeat(4096))).isFalse();
    }

    private static boolean matches(String pattern, String line) throws FramingException {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return new LinePattern(Pattern.compile(pattern), StandardCharsets.UTF_8, false)
                .matches(bytes, 0, bytes.length, 7);
    }
}
