package io.sluice.io.flow;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** An operation that runs while a permit is held, on the thread that got the permit, and the future of its result. */
record PermittedOperation<T>(
        Supplier<? extends CompletionStage<T>> operation, Consumer<? super T> unclaimed, CompletableFuture<T> result) {

    /** The permit goes back first, so that whoever hears of the result finds room for the next. */
    void run(Permit permit) {
        if (result.isDone()) {
            permit.close();
            return;
        }
        CompletionStage<T> stage;
        try {
            stage = operation.get();
        } catch (Throwable e) {
            permit.close();
            result.completeExceptionally(e);
            return;
        }
        var unused = stage.whenComplete((value, error) -> {
            permit.close();
            if (error != null) {
                result.completeExceptionally(error);
            } else if (!result.complete(value)) {
                unclaimed.accept(value);
            }
        });
    }
}
