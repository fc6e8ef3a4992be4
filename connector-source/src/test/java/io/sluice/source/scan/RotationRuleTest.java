package io.sluice.source.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RotationRuleTest {

    private static final ScanRoot ROOT = new ScanRoot("logs", Path.of("/var/log"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app.log",
                "app.log.1",
                "app.log.27",
                "app.log-20240101",
                "app.log.2024-01-01",
                "app.log.2024-01-01-13",
                "app.log.2024-01-01_13-30",
                "app.log.2024-01-01T13:30:59Z",
                "app.log.2024-01-01.3",
                "app.log-20240101-1",
                "app.log.2024-01",
                "app.log.2024-W05",
                "app.log-2024010113",
                "app.log.20240101T130000.000",
                "app.log-1704067200",
                "app.log.1704067200123",
                "app.log.1.gz",
                "app.log.gz.1",
                "app.log-20240101.xz",
                "app.log-20240101-1704067200.zst",
                "app.log.old",
                "app.log.OLD",
                "app.log.gz",
                "app.log.bz2",
                "app.log.lz4",
                "app.log.ZST"
            })
    void whatRotationMakesOfANameBelongsToIt(String name) {
        assertThat(RotationRule.tail().familyName(name)).isEqualTo("app.log");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "trades-20240101.csv",
                "part-0001.csv",
                "part-0001",
                "app.2024-01-01.log",
                "app-1.log",
                "v1.2.txt",
                "report-2024-13-45",
                "data.123456",
                ".gz",
                ".1",
                ".old",
                "1",
                "20240101",
                "app.older",
                "log.gzip",
                "a.tar"
            })
    void aNameWithoutASuffixOfRotationIsItsOwnFamily(String name) {
        assertThat(RotationRule.tail().familyName(name)).isEqualTo(name);
    }

    @Test
    void namesWithoutAnExtensionAreRotatedToo() {
        assertThat(RotationRule.tail().familyName("messages-20240101")).isEqualTo("messages");
        assertThat(RotationRule.tail().familyName("syslog.2.gz")).isEqualTo("syslog");
    }

    @Test
    void atMostOneCompressionIsTakenAway() {
        assertThat(RotationRule.tail().familyName("a.tar.gz.xz")).isEqualTo("a.tar.gz");
    }

    @Test
    void completeFilesOnlyLoseTheirCompression() {
        RotationRule rule = RotationRule.complete();
        assertThat(rule.familyName("app.log.1.gz")).isEqualTo("app.log.1");
        assertThat(rule.familyName("trades-20240101.csv.zst")).isEqualTo("trades-20240101.csv");
        assertThat(rule.familyName("app.log.1")).isEqualTo("app.log.1");
        assertThat(rule.familyName("a.gz.gz")).isEqualTo("a.gz");
    }

    @Test
    void aUsersOwnPatternReplacesTheRule() {
        RotationRule rule = RotationRule.custom(Pattern.compile("(?<family>[a-z]+)-\\d+(\\.csv)?|x(?<other>.*)"));
        assertThat(rule.familyName("trades-20240101.csv")).isEqualTo("trades");
        assertThat(rule.familyName("app.log.1")).isEqualTo("app.log.1");
        assertThat(rule.familyName("xyz")).isEqualTo("xyz");
    }

    @Test
    void aPatternWithoutTheGroupIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RotationRule.custom(Pattern.compile("(?<name>.*)\\.\\d+")))
                .withMessageContaining("(?<name>.*)\\.\\d+")
                .withMessageContaining("(?<family>...)");
    }

    @Test
    void theFamilyHasTheRootAndTheDirectoryInIt() {
        RotationFamily family = RotationRule.tail().of(ROOT, Path.of("/var/log/a/b/app.log.1.gz"));
        assertThat(family).isEqualTo(new RotationFamily("logs", "a/b", "app.log"));
        assertThat(family).hasToString("logs:/a/b/app.log");
        assertThat(family.isBase("app.log")).isTrue();
        assertThat(family.isBase("app.log.1.gz")).isFalse();
        assertThat(RotationRule.tail().of(ROOT, Path.of("/var/log/app.log"))).hasToString("logs:/app.log");
    }

    @Test
    void aPathOutsideTheRootHasNoFamily() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RotationRule.tail().of(ROOT, Path.of("/var/other/app.log")))
                .withMessageContaining("/var/other/app.log");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RotationRule.tail().of(ROOT, ROOT.directory()));
    }
}
