package io.sluice.io;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** An {@link AsyncText} for callers that wait, see {@link BlockingFileSystem}. */
public final class BlockingText {
    private final AsyncText view;
    private final Await wait;

    BlockingText(AsyncText view, Await wait) {
        this.view = view;
        this.wait = wait;
    }

    public Optional<String> readLine() throws IOException {
        return wait.result(view.readLine());
    }

    public List<String> readLines(int max) throws IOException {
        return wait.result(view.readLines(max));
    }

    public String readAll() throws IOException {
        return wait.result(view.readAll());
    }

    public void write(CharSequence text) throws IOException {
        wait.result(view.write(text));
    }

    public void writeAllLines(Iterable<? extends CharSequence> lines) throws IOException {
        wait.result(view.writeAllLines(lines));
    }
}
