package io.sluice.source.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RotationFamilyTest {

    @Test
    void anyNameComesBackFromItsTextAndNoTwoShareOne() {
        String[] pieces = {"a", "b", ":", "%", "%0A", "\n", " ", "é", "日", "\t", ".", "-", "\u007f", "😀", "0"};
        Map<String, RotationFamily> byText = new HashMap<>();
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            RotationFamily family = new RotationFamily(
                    random.nextBoolean() ? "logs" : "l", directory(random, pieces), name(random, pieces));

            String text = family.toString();

            assertThat(RotationFamily.parse(text)).isEqualTo(family);
            assertThat(text).doesNotContain("\n").doesNotContain("\t");
            RotationFamily same = byText.put(text, family);
            assertThat(same == null || same.equals(family)).as(text).isTrue();
        }
    }

    private static String name(Random random, String[] pieces) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i <= random.nextInt(4); i++) {
            name.append(pieces[random.nextInt(pieces.length)]);
        }
        return name.toString();
    }

    private static String directory(Random random, String[] pieces) {
        StringBuilder directory = new StringBuilder();
        for (int i = random.nextInt(3); i > 0; i--) {
            directory.append(directory.isEmpty() ? "" : "/").append(name(random, pieces));
        }
        return directory.toString();
    }

    @Test
    void controlCharactersAreShown() {
        assertThat(new RotationFamily("r", "d", "a\nb%")).hasToString("r:/d/a%0Ab%25");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "logs",
                "logs:",
                "logs:a",
                ":/a",
                "logs:/",
                "logs:/a/",
                "logs://a",
                "logs:/a%",
                "logs:/a%4",
                "logs:/a%zz/b"
            })
    void aTextThatIsNoneIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> RotationFamily.parse(text));
    }
}
