package io.sluice.source.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScanSettingsTest {

    private static final ScanRoot OUTER = new ScanRoot("outer", Path.of("/logs"));
    private static final ScanRoot INNER = new ScanRoot("inner", Path.of("/logs/app/old"));

    @Test
    void twoRootsNeedTwoIds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScanSettings.of(OUTER, new ScanRoot("outer", Path.of("/data"))))
                .withMessageContaining("'outer' twice");
    }

    @Test
    void aRootInsideAnotherIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScanSettings.of(INNER, OUTER))
                .withMessageContaining("root 'inner' is '/logs/app/old'")
                .withMessageContaining("exclude it there");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScanSettings.of(OUTER, new ScanRoot("same", OUTER.directory())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"app/old", "app", "app/old/**", "**/old", "*"})
    void aRootInsideAnotherIsFineIfExcludedThere(String exclude) {
        ScanSettings settings = new ScanSettings(
                List.of(OUTER, INNER),
                NameFilter.DEFAULT.excluding(exclude),
                true,
                8,
                false,
                ScanOrder.NAME,
                10,
                10,
                0,
                ScanPace.DEFAULT);
        assertThat(settings.roots()).containsExactly(OUTER, INNER);
    }

    @Test
    void aRootInsideAnotherIsFineWhereTheOtherScanDoesNotReach() {
        ScanSettings flat = ScanSettings.of(OUTER).withDepth(0);
        assertThat(new ScanSettings(
                                List.of(OUTER, INNER),
                                flat.names(),
                                false,
                                flat.maxDepth(),
                                false,
                                ScanOrder.NAME,
                                10,
                                10,
                                0,
                                ScanPace.DEFAULT)
                        .roots())
                .hasSize(2);
        assertThat(ScanSettings.of(OUTER, new ScanRoot("hidden", Path.of("/logs/.x/y")))
                        .roots())
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a:b", "a/b", ".a", "-a", "a b", "é"})
    void aRootsIdIsPlain(String id) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ScanRoot(id, Path.of("/logs")))
                .withMessageContaining("'" + id + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"logs", "/logs/../etc", "/logs/./x"})
    void aRootsDirectoryIsAbsoluteAndPlain(String directory) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ScanRoot("a", Path.of(directory)))
                .withMessageContaining("'" + directory + "'");
    }

    @Test
    void limitsAndTimesAreCheckedByName() {
        ScanSettings settings = ScanSettings.of(OUTER);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.limitedTo(0, 10))
                .withMessage("maxFiles is 0: it must be from 1 to 100000000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.withDepth(257))
                .withMessageContaining("maxDepth is 257");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.limitedTo(1, 0))
                .withMessageContaining("maxDirectories is 0");
        Duration second = Duration.ofSeconds(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ScanPace(second, second, Duration.ofMillis(999), second, second))
                .withMessage("quietInterval is PT0.999S: it must be from PT1S to PT24H");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScanPace.DEFAULT.every(Duration.ZERO))
                .withMessageContaining("interval is PT0S");
        assertThat(ScanPace.DEFAULT.every(Duration.ofMinutes(2)).quietInterval())
                .isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void aGlobThatIsNoneIsRefusedWithTheSettings() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NameFilter.including("**.log"))
                .withMessageContaining("a glob of include is '**.log'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NameFilter(List.of("**"), List.of(), false, List.of("tmp/*")))
                .withMessageContaining("'tmp/*'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NameFilter(List.of(), List.of(), false, List.of()))
                .withMessageContaining("the number of include globs is 0");
    }
}
