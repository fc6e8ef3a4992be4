package io.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.source.TopicTemplate.FileNames;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicTemplateTest {

    private static String topic(String template, String pattern, String directory, String name) {
        return TopicTemplate.parse(template, pattern == null ? null : Pattern.compile(pattern))
                .topicOf(new FileNames("logs", directory, name));
    }

    @ParameterizedTest
    @CsvSource({
        "lines, a/b, app.log, lines",
        "${name}, a/b, app.log, app",
        "${file}, a/b, app.log, app.log",
        "${root}.${directory}.${name}, a/b, app.log, logs.a.b.app",
        "x-${name}, '', noextension, x-noextension",
        "${name}, '', .hidden, .hidden"
    })
    void namesOfTheFileAreFilledIn(String template, String directory, String name, String topic) {
        assertThat(topic(template, null, directory, name)).isEqualTo(topic);
    }

    @Test
    void namedGroupsOfThePatternAreFilledIn() {
        assertThat(topic("${service}-${kind}", "(?<service>[^/]+)/(?<kind>\\w+)\\.log", "shop", "access.log"))
                .isEqualTo("shop-access");
    }

    @Test
    void aFileThatThePatternDoesNotMatchIsRefusedByItsPath() {
        assertThatThrownBy(() -> topic("${service}", "(?<service>[^/]+)/.*", "", "app.log"))
                .hasMessageContaining("does not match its path 'app.log'");
    }

    @ParameterizedTest
    @CsvSource({
        "a b, a_20b",
        "é, _C3_A9",
        "a_20b, a_5F20b",
        "a_b, a_b",
        "__consumer_offsets, _5F_consumer_offsets",
        "..., ...",
        "'a/b', a_2Fb"
    })
    void charactersThatNoTopicCanHaveAreEscaped(String name, String topic) {
        assertThat(topic("${file}", null, "", name)).isEqualTo(topic);
    }

    @Test
    void dotsAloneAreNoTopic() {
        assertThat(TopicNames.finished(TopicNames.escaped(".."))).isEqualTo("_2E.");
    }

    @Test
    void twoNamesNeverBecomeOneTopicAndEveryTopicIsLegal() {
        long seed = 7;
        Random random = new Random(seed);
        String characters = "_2F0.a -é/A";
        Map<String, String> names = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            StringBuilder name = new StringBuilder();
            int length = 1 + random.nextInt(8);
            for (int c = 0; c < length; c++) {
                name.append(characters.charAt(random.nextInt(characters.length())));
            }
            String topic = TopicNames.finished(TopicNames.escaped(name.toString()));
            assertThat(TopicNames.isLegal(topic)).as("seed %s: %s", seed, topic).isTrue();
            String other = names.put(topic, name.toString());
            assertThat(other == null || other.contentEquals(name))
                    .as("seed %s: %s and %s", seed, other, name)
                    .isTrue();
        }
    }

    @Test
    void namesThatAreTooLongEndWithAChecksum() {
        String one = topic("${file}", null, "", "x".repeat(300) + "1");
        String two = topic("${file}", null, "", "x".repeat(300) + "2");

        assertThat(TopicNames.isLegal(one)).isTrue();
        assertThat(one).hasSize(249).isNotEqualTo(two);
    }
}
