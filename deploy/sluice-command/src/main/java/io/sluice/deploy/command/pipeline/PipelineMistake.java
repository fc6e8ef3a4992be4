package io.sluice.deploy.command.pipeline;

/** A pipeline file says what cannot be: names the file, the line, the key and the remedy. */
public final class PipelineMistake extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PipelineMistake(String message) {
        super(message);
    }

    PipelineMistake(String message, Throwable cause) {
        super(message, cause);
    }
}
