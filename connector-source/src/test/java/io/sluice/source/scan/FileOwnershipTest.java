package io.sluice.source.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FileOwnershipTest {

    private static final List<IntFunction<RotationFamily>> SHAPES = List.of(
            i -> new RotationFamily("logs", "", "app-" + i + ".log"),
            i -> new RotationFamily("logs", "host" + i, "app.log"),
            i -> new RotationFamily("logs", "", String.format(Locale.ROOT, "part-%05d.csv", i * 10)),
            i -> new RotationFamily("r" + i, "", "messages"),
            i -> new RotationFamily("logs", "", "x".repeat(1 + i % 200) + i),
            i -> new RotationFamily(
                    "logs", "", Character.toString('a' + i / 26 % 26) + (char) ('a' + i % 26) + i / 676),
            i -> new RotationFamily("logs", "2024/" + i % 12 + "/" + i / 12 % 28, "é" + i + ".log"));

    @Test
    void theOwnerIsTheSameForEver() {
        assertThat(FileOwnership.hash("")).isEqualTo(0xefd01f60ba992926L);
        assertThat(FileOwnership.hash("logs:/app.log")).isEqualTo(0x878176dbe762613eL);
        assertThat(FileOwnership.hash("logs:/é/日.log")).isEqualTo(0x106448c93abbc45aL);
    }

    @Test
    void everyFamilyHasOneOwnerAmongAnyNumberOfTasks() {
        for (int count = 1; count <= 12; count++) {
            for (int i = 0; i < 200; i++) {
                RotationFamily family = SHAPES.get(i % SHAPES.size()).apply(i);
                int tasks = count;
                assertThat(IntStream.range(0, count)
                                .filter(index -> new FileOwnership(index, tasks).owns(family))
                                .boxed())
                        .containsExactly(FileOwnership.ownerOf(family, count));
            }
        }
    }

    @Test
    void manyFamiliesSpreadEvenlyWhateverTheirNamesLookLike() {
        for (IntFunction<RotationFamily> shape : SHAPES) {
            for (int count : new int[] {2, 3, 4, 7, 8, 16, 100}) {
                int families = 200 * count;
                int[] owned = new int[count];
                for (int i = 0; i < families; i++) {
                    owned[FileOwnership.ownerOf(shape.apply(i), count)]++;
                }
                double chiSquare = IntStream.of(owned)
                        .mapToDouble(n -> (n - 200.0) * (n - 200.0) / 200.0)
                        .sum();
                // Mean count - 1, deviation sqrt(2 count): five of them is far beyond chance.
                assertThat(chiSquare)
                        .as("%s among %d", shape.apply(1), count)
                        .isLessThan(count - 1 + 5 * Math.sqrt(2.0 * count) + 5);
            }
        }
    }

    @Test
    void fewFamiliesSpreadAsWellAsChanceWould() {
        for (IntFunction<RotationFamily> shape : SHAPES) {
            List<Integer> most = new ArrayList<>();
            for (int group = 0; group < 500; group++) {
                int[] owned = new int[4];
                for (int i = 0; i < 8; i++) {
                    owned[FileOwnership.ownerOf(shape.apply(group * 8 + i), 4)]++;
                }
                most.add(IntStream.of(owned).max().orElseThrow());
            }
            // Eight thrown at four at random: the fullest has 3.6 on average, and more than six once in 400 times.
            assertThat(most.stream().mapToInt(Integer::intValue).average().orElseThrow())
                    .as("%s", shape.apply(1))
                    .isBetween(3.3, 3.9);
            assertThat(most.stream().filter(n -> n > 6).count()).isLessThan(10);
        }
    }

    @Test
    void anIndexBeyondTheCountIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FileOwnership(4, 4))
                .withMessage("taskIndex is 4: it must be from 0 to 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FileOwnership(0, 0))
                .withMessageContaining("taskCount is 0");
    }
}
