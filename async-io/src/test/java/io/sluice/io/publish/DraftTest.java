package io.sluice.io.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sluice.io.vfs.MemoryVfs;
import io.sluice.io.vfs.Survival;
import io.sluice.io.vfs.WholeFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DraftTest {
    private static final Path DIRECTORY = Path.of("/table");
    private static final Path TARGET = DIRECTORY.resolve("part.parquet");

    private final MemoryVfs vfs = MemoryVfs.create();
    private final Publisher publisher = new Publisher(vfs, "sink-1");

    @BeforeEach
    void createTable() throws IOException {
        vfs.createDirectory(DIRECTORY);
        vfs.syncEverything();
    }

    @ParameterizedTest
    @EnumSource(PublishMode.class)
    void whatIsClosedAfterCompleteOutlastsTheStrictestCrash(PublishMode mode) throws Exception {
        try (Draft draft = publisher.draft(TARGET, options(mode))) {
            draft.write(utf8("one "));
            draft.write(utf8("two"));
            draft.complete();
        }

        MemoryVfs after = vfs.crash(Survival.syncedOnly());

        assertThat(WholeFiles.text(after, TARGET)).isEqualTo("one two");
        assertThat(WholeFiles.names(after, DIRECTORY)).containsExactly("part.parquet");
    }

    @Test
    void nobodySeesTheTargetBeforeClose() throws Exception {
        try (Draft draft = publisher.draft(TARGET, PublishOptions.replace())) {
            draft.write(utf8("half"));
            draft.complete();

            assertThat(WholeFiles.names(vfs, DIRECTORY))
                    .containsExactly(draft.path().getFileName().toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"part.parquet", "part.tmp", "part.draft", "part", ".hidden.tmp", ".tmp"})
    void aDraftIsHiddenAndNeverHasTheSuffixOfItsTarget(String name) throws Exception {
        Draft draft = publisher.draft(DIRECTORY.resolve(name), PublishOptions.replace());

        String draftName = draft.path().getFileName().toString();
        assertThat(draftName).startsWith(".").contains("sink-1");
        if (name.contains(".")) {
            assertThat(draftName).doesNotEndWith(name.substring(name.lastIndexOf('.')));
        }
        draft.discard();
    }

    @Test
    void aDraftOfAVeryLongNameStillFitsTheFileSystem() throws Exception {
        String name = "ä".repeat(126) + ".p";
        Draft draft = publisher.draft(DIRECTORY.resolve(name), PublishOptions.replace());

        String draftName = draft.path().getFileName().toString();
        assertThat(draftName.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(255);
        assertThat(DraftName.parse(draftName)).isPresent();
        draft.discard();
    }

    @Test
    void discardLeavesNothing() throws Exception {
        WholeFiles.write(vfs, TARGET, "old");
        Draft draft = publisher.draft(TARGET, PublishOptions.replace());
        draft.write(utf8("new"));

        draft.discard();
        draft.close();

        assertThat(WholeFiles.text(vfs, TARGET)).isEqualTo("old");
        assertThat(WholeFiles.names(vfs, DIRECTORY)).containsExactly("part.parquet");
    }

    @Test
    void discardAfterCompleteStillAbandons() throws Exception {
        Draft draft = publisher.draft(TARGET, PublishOptions.replace());
        draft.complete();

        draft.discard();
        draft.close();

        assertThat(WholeFiles.names(vfs, DIRECTORY)).isEmpty();
    }

    @Test
    void anExceptionInTheBodyNeverPublishesWhatWasHalfWritten() throws Exception {
        WholeFiles.write(vfs, TARGET, "old");

        Throwable thrown = catchThrowable(() -> {
            try (Draft draft = publisher.draft(TARGET, PublishOptions.replace())) {
                draft.write(utf8("half of the ne"));
                throw new IOException("the source broke off");
            }
        });

        assertThat(thrown).hasMessage("the source broke off");
        assertThat(thrown.getSuppressed()).singleElement().isInstanceOf(IllegalStateException.class);
        assertThat(WholeFiles.text(vfs, TARGET)).isEqualTo("old");
        assertThat(WholeFiles.names(vfs, DIRECTORY)).containsExactly("part.parquet");
    }

    @Test
    void aBodyThatForgetsCompleteIsToldSo() throws Exception {
        Draft draft = publisher.draft(TARGET, PublishOptions.replace());
        draft.write(utf8("new"));

        assertThatThrownBy(draft::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("/table/part.parquet: the draft was closed without complete()");

        assertThat(WholeFiles.names(vfs, DIRECTORY)).isEmpty();
    }

    @Test
    void theWriterFormPublishesWhenTheWriterReturns() throws Exception {
        publisher.publish(TARGET, PublishOptions.replace(), draft -> draft.write(utf8("new")));

        assertThat(WholeFiles.text(vfs.crash(Survival.syncedOnly()), TARGET)).isEqualTo("new");
    }

    @Test
    void theWriterFormDiscardsWhenTheWriterThrows() throws Exception {
        WholeFiles.write(vfs, TARGET, "old");

        Throwable thrown = catchThrowable(() -> publisher.publish(TARGET, PublishOptions.replace(), draft -> {
            draft.write(utf8("half"));
            throw new IllegalStateException("no more rows");
        }));

        assertThat(thrown).hasMessage("no more rows").hasNoSuppressedExceptions();
        assertThat(WholeFiles.text(vfs, TARGET)).isEqualTo("old");
        assertThat(WholeFiles.names(vfs, DIRECTORY)).containsExactly("part.parquet");
    }

    @Test
    void replacingTakesThePlaceOfTheOldFile() throws Exception {
        WholeFiles.write(vfs, TARGET, "old and longer");

        publisher.publish(TARGET, PublishOptions.replace(), draft -> draft.write(utf8("new")));

        assertThat(WholeFiles.text(vfs, TARGET)).isEqualTo("new");
    }

    @Test
    void creatingOnlyLosesTheRaceAgainstAnExistingFile() throws Exception {
        WholeFiles.write(vfs, TARGET, "theirs");

        assertThatThrownBy(() ->
                        publisher.publish(TARGET, PublishOptions.createOnly(), draft -> draft.write(utf8("mine"))))
                .isInstanceOf(FileAlreadyExistsException.class);

        assertThat(WholeFiles.text(vfs, TARGET)).isEqualTo("theirs");
        assertThat(WholeFiles.names(vfs, DIRECTORY)).containsExactly("part.parquet");
    }

    @Test
    void ofManyThatCreateOneNameExactlyOneWins() throws Exception {
        List<Draft> drafts = List.of(
                publisher.draft(TARGET, PublishOptions.createOnly()),
                publisher.draft(TARGET, PublishOptions.createOnly()),
                publisher.draft(TARGET, PublishOptions.createOnly()));
        for (Draft draft : drafts) {
            draft.write(utf8(draft.path().toString()));
            draft.complete();
        }

        List<Throwable> outcomes =
                drafts.stream().map(draft -> catchThrowable(draft::close)).toList();

        assertThat(outcomes)
                .hasSize(3)
                .filteredOn(FileAlreadyExistsException.class::isInstance)
                .hasSize(2);
        assertThat(WholeFiles.text(vfs, TARGET)).isEqualTo(drafts.get(0).path().toString());
        assertThat(WholeFiles.names(vfs, DIRECTORY)).containsExactly("part.parquet");
    }

    @Test
    void aFullDiskIsReportedAsSuchWithTheOffsetAndPublishesNothing() throws Exception {
        vfs.resizeDisk(64 << 10);
        ByteBuffer much = ByteBuffer.allocate(1 << 20);

        assertThatThrownBy(() -> publisher.publish(TARGET, PublishOptions.replace(), draft -> draft.write(much)))
                .isInstanceOf(OutOfSpaceException.class)
                .hasMessageContaining("/table/part.parquet is not published: writing at offset ")
                .hasMessageContaining("Make room");

        assertThat(WholeFiles.names(vfs, DIRECTORY)).isEmpty();
    }

    @Test
    void aFailedWriteIsNotForgottenByABodyThatGoesOn() throws Exception {
        vfs.resizeDisk(64 << 10);
        Draft draft = publisher.draft(TARGET, PublishOptions.replace());
        assertThatThrownBy(() -> draft.write(ByteBuffer.allocate(1 << 20))).isInstanceOf(OutOfSpaceException.class);
        vfs.resizeDisk(1 << 30);

        assertThatThrownBy(() -> draft.write(utf8("more"))).hasMessageContaining("an earlier step failed");
        assertThatThrownBy(draft::complete).hasMessageContaining("an earlier step failed");
        assertThatThrownBy(draft::close).hasMessageContaining("is not published");
        assertThat(WholeFiles.names(vfs, DIRECTORY)).isEmpty();
    }

    @Test
    void afterCompleteNothingMayBeWritten() throws Exception {
        Draft draft = publisher.draft(TARGET, PublishOptions.replace());
        draft.complete();

        assertThatThrownBy(() -> draft.write(utf8("more")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("COMPLETE");
        draft.discard();
    }

    @Test
    void aHoleIsFilledByAPositionalWrite() throws Exception {
        publisher.publish(TARGET, PublishOptions.replace(), draft -> {
            draft.write(utf8("----tail"));
            draft.write(utf8("head"), 0);
        });

        assertThat(WholeFiles.text(vfs, TARGET)).isEqualTo("headtail");
    }

    @Test
    void missingParentsAreCreatedDurably() throws Exception {
        Path deep = DIRECTORY.resolve("a/b/c/part");

        publisher.publish(deep, PublishOptions.replace().withParents(), draft -> draft.write(utf8("new")));

        assertThat(WholeFiles.text(vfs.crash(Survival.syncedOnly()), deep)).isEqualTo("new");
    }

    @Test
    void withoutThatOptionAMissingParentIsAnError() {
        assertThatThrownBy(() -> publisher.draft(DIRECTORY.resolve("a/part"), PublishOptions.replace()))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aDraftCanBeStagedInAnotherDirectory() throws Exception {
        Path staging = Path.of("/table/_staging");
        vfs.createDirectory(staging);
        Draft draft = publisher.draft(TARGET, PublishOptions.createOnly().stagedIn(staging));
        draft.write(utf8("new"));
        assertThat(draft.path().getParent()).isEqualTo(staging);

        draft.complete();
        draft.close();

        assertThat(WholeFiles.names(vfs, staging)).isEmpty();
        assertThat(WholeFiles.text(vfs.crash(Survival.syncedOnly()), TARGET)).isEqualTo("new");
    }

    @Test
    void aTargetNamedLikeADraftIsRefused() {
        Path target = DIRECTORY.resolve(".part.sink-1.0123456789abcdef.tmp");

        assertThatThrownBy(() -> publisher.draft(target, PublishOptions.replace()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a draft is named like that");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b", "a/b", "ä", "a b"})
    void anOwnerIsAPlainWord(String owner) {
        assertThatThrownBy(() -> new Publisher(vfs, owner))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("owner is '" + owner + "'");
    }

    @Test
    void aSweepRemovesWhatAKilledPredecessorLeftAndNothingElse() throws Exception {
        MemoryVfs doomed = vfs.process();
        Draft left = new Publisher(doomed, "sink-1").draft(TARGET, PublishOptions.replace());
        left.write(utf8("half"));
        doomed.kill();
        Draft live = publisher.draft(TARGET, PublishOptions.replace());
        List<String> others = List.of(
                ".part.parquet.sink-11.0123456789abcdef.tmp",
                ".part.parquet.sink-1.0123456789abcdef.tmp.parquet",
                ".part.parquet.sink-1.0123456789abcde.tmp",
                ".part.parquet.sink-1.0123456789ABCDEF.tmp",
                ".part.parquet.xsink-1.0123456789abcdef.tmp",
                "part.parquet.sink-1.0123456789abcdef.tmp",
                ".sink-1.0123456789abcdef.tmp",
                ".part.parquet.sink-1.tmp",
                "part.parquet");
        for (String name : others) {
            WholeFiles.write(vfs, DIRECTORY.resolve(name), "not ours");
        }
        vfs.createDirectory(DIRECTORY.resolve(".part.sink-1.fedcba9876543210.tmp"));

        int removed = publisher.sweep(DIRECTORY);

        assertThat(removed).isEqualTo(1);
        assertThat(WholeFiles.names(vfs, DIRECTORY))
                .contains(live.path().getFileName().toString(), ".part.sink-1.fedcba9876543210.tmp")
                .containsAll(others)
                .doesNotContain(left.path().getFileName().toString())
                .hasSize(others.size() + 2);
    }

    @Test
    void anotherOwnersDraftsAreSweptByItsExactName() throws Exception {
        MemoryVfs doomed = vfs.process();
        new Publisher(doomed, "sink-1").draft(TARGET, PublishOptions.replace());
        Draft eleven = new Publisher(doomed, "sink-11").draft(TARGET, PublishOptions.replace());

        int removed = new Publisher(vfs, "cleaner").sweep(DIRECTORY, "sink-1");

        assertThat(removed).isEqualTo(1);
        assertThat(WholeFiles.names(vfs, DIRECTORY))
                .containsExactly(eleven.path().getFileName().toString());
    }

    @Test
    void aSweptDraftOfALinkedFileLeavesTheFile() throws Exception {
        publisher.publish(TARGET, PublishOptions.createOnly(), draft -> draft.write(utf8("new")));
        // As a crash between the link and the removal of the draft leaves it.
        vfs.link(TARGET, DIRECTORY.resolve(".part.parquet.sink-1.0123456789abcdef.tmp"));

        publisher.sweep(DIRECTORY);

        assertThat(WholeFiles.names(vfs, DIRECTORY)).containsExactly("part.parquet");
        assertThat(WholeFiles.text(vfs, TARGET)).isEqualTo("new");
    }

    private static PublishOptions options(PublishMode mode) {
        return mode == PublishMode.REPLACE ? PublishOptions.replace() : PublishOptions.createOnly();
    }

    private static ByteBuffer utf8(String text) {
        return StandardCharsets.UTF_8.encode(text);
    }
}
