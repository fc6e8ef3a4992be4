package io.sluice.io.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReadSettingsTest {

    static Stream<Arguments> wrong() {
        return Stream.of(
                wrong("name", builder -> builder.name(" ")),
                wrong("bufferSize is 511", builder -> builder.bufferSize(511)),
                wrong("bufferSize is 67108865", builder -> builder.bufferSize(64 * 1024 * 1024 + 1)),
                wrong("chunkSize is 511", builder -> builder.chunkSize(511)),
                wrong(
                        "chunkSize is 4097: it must be from 512 to 4096",
                        b -> b.bufferSize(4096).chunkSize(4097)),
                wrong(
                        "mapFrom is 4095: it must be from 4096",
                        builder -> builder.bufferSize(4096).mapFrom(4095)),
                wrong("mapAtRestFor is PT-1S", builder -> builder.mapAtRestFor(Duration.ofSeconds(-1))),
                wrong("mapWindow is 65535", builder -> builder.mapWindow(65535)),
                wrong("mapWindow: 65537 is not a multiple", builder -> builder.mapWindow(65537)),
                wrong("readAheadFrom is PT-1S", builder -> builder.readAheadFrom(Duration.ofSeconds(-1))),
                wrong("maxConcurrentOperations is 0", builder -> builder.maxConcurrentOperations(0)),
                wrong("maxConcurrentOperations is 65537", builder -> builder.maxConcurrentOperations(65_537)),
                wrong(
                        "maxBytesInFlight is 4095: it must be from 4096",
                        b -> b.bufferSize(4096).maxBytesInFlight(4095)),
                wrong("maxWaiting is -1", builder -> builder.maxWaiting(-1)));
    }

    private static Arguments wrong(String message, UnaryOperator<ReadSettings.Builder> setting) {
        return Arguments.of(message, setting);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void aWrongSettingIsNamedWithItsValueAndWhatIsAllowed(String message, UnaryOperator<ReadSettings.Builder> setting) {
        assertThatThrownBy(() -> setting.apply(ReadSettings.builder()).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void aSmallerBufferTakesTheChunkWithIt() {
        assertThat(ReadSettings.builder().bufferSize(4096).build().chunkSize()).isEqualTo(4096);
    }
}
