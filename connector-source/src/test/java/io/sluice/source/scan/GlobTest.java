package io.sluice.source.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {

    private static boolean matches(String glob, String path) {
        return Glob.parse("include", glob).stream().anyMatch(one -> one.matches(path.split("/")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "** a",
                "** a/b/c",
                "**/*.log a.log",
                "**/*.log a/b.log",
                "a/**/b a/b",
                "a/**/b a/x/y/b",
                "a/** a/b",
                "a/** a/b/c",
                "**/a/**/*.log x/a/y/z.log",
                "**/**/a a",
                "*.log .log",
                "? x",
                "a?c abc",
                "a*c ac",
                "*a*b*c xaxbxc",
                "{a,b}.log b.log",
                "{a,b/{c,d}}/*.log b/d/e.log",
                "a{,.b} a",
                "a{,.b} a.b",
                "[a-c]x bx",
                "[!a-c]x dx",
                "[^a]x bx",
                "[]]x ]x",
                "[a-]x -x",
                "[.]x .x",
                "[*]x *x",
                "[&&]x &x",
                "\\*x *x",
                "\\{a {a",
                "a.b a.b",
                "(a|b)+$ (a|b)+$",
                "é* était",
            })
    void matchesWhatItSays(String glob, String path) {
        assertThat(matches(glob, path)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "*.log a/b.log",
                "a/** a",
                "a/**/b a/bb",
                "a/*/b a/b",
                "**/a b",
                "a?c ac",
                "a.b aXb",
                "[a-c]x dx",
                "[!a-c]x ax",
                "A a",
                "\\*x ax",
                "{a,b} {a,b}",
                "a a/b",
                "a/b a",
            })
    void doesNotMatchAnythingElse(String glob, String path) {
        assertThat(matches(glob, path)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/a",
                "a/",
                "a//b",
                "./a",
                "../a",
                "a/..",
                "**.log",
                "a**",
                "{a",
                "a}",
                "[a",
                "a[b/c]d",
                "a\\",
                "[z-a]",
                "{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}"
            })
    void whatIsNoGlobIsRefusedWithItsSettingAndText(String glob) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Glob.parse("include", glob))
                .withMessageStartingWith("a glob of include is '" + glob + "': ");
    }

    @Test
    void tellsWhereAMatchMayBeBelow() {
        Glob glob = Glob.parse("include", "a/*/c/*.log").get(0);
        assertThat(glob.mayMatchBelow(new String[] {})).isTrue();
        assertThat(glob.mayMatchBelow(new String[] {"a"})).isTrue();
        assertThat(glob.mayMatchBelow(new String[] {"b"})).isFalse();
        assertThat(glob.mayMatchBelow(new String[] {"a", "x", "c"})).isTrue();
        assertThat(glob.mayMatchBelow(new String[] {"a", "x", "c", "y.log"})).isFalse();
        assertThat(Glob.parse("include", "**/x").get(0).mayMatchBelow(new String[] {"a", "b"}))
                .isTrue();
    }

    @Test
    void coversADirectoryThatItMatchesOrAllOfWhich() {
        assertThat(Glob.parse("exclude", "a/**").get(0).covers(new String[] {"a"}))
                .isTrue();
        assertThat(Glob.parse("exclude", "a").get(0).covers(new String[] {"a"})).isTrue();
        assertThat(Glob.parse("exclude", "**/old").get(0).covers(new String[] {"a", "old"}))
                .isTrue();
        assertThat(Glob.parse("exclude", "a/*").get(0).covers(new String[] {"a"}))
                .isFalse();
        assertThat(Glob.parse("exclude", "**/*.log").get(0).covers(new String[] {"a"}))
                .isFalse();
    }

    @Test
    void manyStarsAreMatchedQuickly() {
        assertThat(matches("**/a/**/a/**/a/**/a/**/a/**/b", "a/".repeat(2_000) + "c"))
                .isFalse();
    }
}
