package io.sluice.sink.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.io.lock.LockTimeoutException;
import io.sluice.sink.store.targets.HeldLock;
import io.sluice.sink.store.targets.StagedContent;
import io.sluice.sink.store.targets.StagedContentLostException;
import io.sluice.sink.store.targets.StagedObject;
import io.sluice.sink.store.targets.StagingArea;
import io.sluice.sink.store.targets.StoredContent;
import io.sluice.sink.store.targets.Target;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What the store relies on, of every target. */
abstract class TargetContract {
    private String place;
    private Target target;
    private StagingArea area;

    /** A place that is empty when a test begins, each time for another process. */
    abstract Target open(String place) throws IOException;

    private Target open() throws IOException {
        return open(place);
    }

    @BeforeEach
    void openOne(TestInfo test) throws IOException {
        place = test.getTestMethod().orElseThrow().getName();
        target = open();
        area = target.openStaging("writer.0000000000000001");
    }

    @AfterEach
    void closeIt() throws IOException {
        area.close();
        target.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private StagedObject stage(String name, String text) throws IOException {
        StagedContent content = area.stage(name);
        content.write(ByteBuffer.wrap(bytes(text)));
        assertThat(content.bytes()).isEqualTo(text.length());
        return content.seal();
    }

    @Test
    void theProbePassesAndLeavesNothing() throws IOException {
        target.probe();
        target.probe();
        List<String> left = new ArrayList<>();
        target.walk("", (name, size) -> left.add(name));
        assertThat(left).allMatch(name -> name.endsWith("/lock"));
    }

    @Test
    void aNameIsGivenOnce() throws IOException {
        target.create("a/b.json", bytes("one"), area);
        assertThatThrownBy(() -> target.create("a/b.json", bytes("two"), area))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(target.read("a/b.json", 10)).isEqualTo(bytes("one"));
        assertThat(target.size("a/b.json")).hasValue(3);
        assertThat(target.size("a/c.json")).isEmpty();
        assertThatThrownBy(() -> target.read("a/b.json", 2)).hasMessageContaining("has 3 bytes");
        assertThatThrownBy(() -> target.read("a/c.json", 10)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aDirectoryIsListedInOrderFromANameOnWithTheDirectoriesInIt() throws IOException {
        for (String name : List.of("d/1", "d/2", "d/3", "d/sub/x", "d/sub/y", "dd/1")) {
            target.create(name, bytes(name), area);
        }
        assertThat(target.list("d", "")).containsExactly("1", "2", "3", "sub");
        assertThat(target.list("d", "1")).containsExactly("2", "3", "sub");
        assertThat(target.list("d/sub", "x")).containsExactly("y");
        assertThat(target.list("none", "")).isEmpty();
        TreeMap<String, Long> all = new TreeMap<>();
        target.walk("d", all::put);
        assertThat(all)
                .containsOnlyKeys("d/1", "d/2", "d/3", "d/sub/x", "d/sub/y")
                .containsEntry("d/sub/x", 7L);
    }

    @Test
    void aListMayBeLongerThanAPage() throws IOException {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            String name = Integer.toString(10_000 + i);
            expected.add(name);
            target.create("many/" + name, bytes("x"), area);
        }
        assertThat(target.list("many", "")).isEqualTo(expected);
        assertThat(target.list("many", "10004")).isEqualTo(expected.subList(5, 30));
        target.delete(expected.stream().map(name -> "many/" + name).toList());
        assertThat(target.list("many", "")).isEmpty();
    }

    @Test
    void aNameThatLeadsOutIsRefused() {
        for (String name : List.of("../x", "/x", "a//b", "a/./b", "", "a\\b")) {
            assertThatThrownBy(() -> target.read(name, 1)).as(name).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void stagedContentIsSeenOnceItIsPublishedAndOnlyThen() throws IOException {
        StagedObject staged = stage("k/f.parquet", "rows");
        assertThat(target.size("k/f.parquet")).isEmpty();
        target.publish(List.of(staged));
        target.publish(List.of(staged));
        try (Target other = open()) {
            other.publish(List.of(staged));
            try (StoredContent content = other.open("k/f.parquet")) {
                assertThat(Rows.text(content)).isEqualTo("rows");
                ByteBuffer two = ByteBuffer.allocate(2);
                assertThat(content.read(two, 1)).isEqualTo(2);
                assertThat(two.array()).isEqualTo(bytes("ow"));
                assertThat(content.read(ByteBuffer.allocate(1), 4)).isNegative();
            }
        }
    }

    @Test
    void discardedContentCannotBePublished() throws IOException {
        StagedContent content = area.stage("k/f.parquet");
        content.write(ByteBuffer.wrap(bytes("rows")));
        content.discard();
        content.discard();
        assertThatThrownBy(() -> content.write(ByteBuffer.wrap(bytes("more")))).isInstanceOf(IOException.class);
        StagedObject sealed = stage("k/g.parquet", "rows");
        target.discard(List.of(sealed));
        target.discard(List.of(sealed));
        assertThatThrownBy(() -> target.publish(List.of(sealed)))
                .isInstanceOf(StagedContentLostException.class)
                .hasMessageContaining("k/g.parquet");
        assertThat(target.size("k/g.parquet")).isEmpty();
    }

    @Test
    void whatIsVisibleStaysWhenItsStagingIsDiscarded() throws IOException {
        StagedObject staged = stage("k/f.parquet", "rows");
        target.publish(List.of(staged));
        target.discard(List.of(staged));
        target.publish(List.of(staged));
        assertThat(target.size("k/f.parquet")).hasValue(4);
    }

    @Test
    void whatIsDeletedIsGoneAndMayBeDeletedAgain() throws IOException {
        target.create("a/1", bytes("x"), area);
        target.delete(List.of("a/1", "a/2"));
        target.delete(List.of("a/1"));
        assertThat(target.size("a/1")).isEmpty();
    }

    @Test
    void aLockIsAnothersUntilItIsGivenBack() throws IOException {
        try (Target other = open()) {
            try (HeldLock held = target.lock("key%2Fa", Duration.ZERO)) {
                assertThat(held.name()).isEqualTo("key%2Fa");
                assertThatThrownBy(() -> other.lock("key%2Fa", Duration.ofMillis(300)))
                        .isInstanceOf(LockTimeoutException.class);
                other.lock("key%2Fb", Duration.ZERO).close();
            }
            other.lock("key%2Fa", Duration.ZERO).close();
        }
    }
}
