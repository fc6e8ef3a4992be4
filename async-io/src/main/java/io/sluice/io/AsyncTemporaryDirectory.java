package io.sluice.io;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** A directory that is removed with all that is in it when it is closed. */
public interface AsyncTemporaryDirectory {

    Path path();

    CompletableFuture<Void> close();
}
