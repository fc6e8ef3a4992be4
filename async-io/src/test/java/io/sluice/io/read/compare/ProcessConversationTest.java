package io.sluice.io.read.compare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.io.read.FileOutcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class ProcessConversationTest {
    private static final FoundFile ONE = new FoundFile(Path.of("/one"), 4);
    private static final FoundFile TWO = new FoundFile(Path.of("/two"), 6);

    private final List<FileOutcome<TextCounts>> outcomes = new ArrayList<>();

    /** Has answered before it was asked. */
    private static final class Answered extends Process {
        private final ByteArrayOutputStream asked = new ByteArrayOutputStream();
        private final InputStream answers;

        Answered(String... lines) {
            answers = new ByteArrayInputStream((String.join("\n", lines) + "\n").getBytes(UTF_8));
        }

        @Override
        public OutputStream getOutputStream() {
            return asked;
        }

        @Override
        public InputStream getInputStream() {
            return answers;
        }

        @Override
        public InputStream getErrorStream() {
            return InputStream.nullInputStream();
        }

        @Override
        public int waitFor() {
            return 0;
        }

        @Override
        public int exitValue() {
            return 0;
        }

        @Override
        public void destroy() {}
    }

    @Test
    void aFailureToldByAProcessReadsAsOneOfThisProcess() {
        AccessDeniedException denied = new AccessDeniedException("/one", null, "planned");
        String told = ReplyLine.of(new FileOutcome<>(ONE.path(), null, denied));

        Throwable heard = ReplyLine.parse(ONE.path(), told).error();

        assertThat(FileFailure.of(ONE.path(), heard)).isEqualTo(FileFailure.of(ONE.path(), denied));
    }

    @Test
    void whatTheVirtualMachinePrintsShiftsNoAnswer() {
        Queue<FoundFile> files = new ArrayDeque<>(List.of(ONE, TWO));

        long peak = new ProcessConversation(
                        new Answered(
                                "OpenJDK 64-Bit Server VM warning: something is deprecated",
                                "sluice 4 1 1 4 0",
                                "[0.017s][info][gc] GC(0) Pause Young 1 2 3 4 5",
                                "sluice 6 2 3 6 0",
                                "[0.018s][info][gc] 77",
                                "sluice 4096"),
                        files,
                        outcomes::add)
                .run();

        assertThat(outcomes.stream().map(FileOutcome::path)).containsExactly(ONE.path(), TWO.path());
        assertThat(outcomes.stream().map(FileOutcome::result))
                .containsExactly(new TextCounts(4, 1, 1, 4, 0), new TextCounts(6, 2, 3, 6, 0));
        assertThat(peak).isEqualTo(4096);
    }
}
