package io.sluice.io.publish;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a file is published.
 *
 * @param mode what happens when the name is taken
 * @param staging where the draft is written, on the same file system as the target; the target's directory if empty
 * @param createParents whether the target's directory, and the staging directory, are created if they are missing, durably
 */
public record PublishOptions(PublishMode mode, Optional<Path> staging, boolean createParents) {

    public static PublishOptions replace() {
        return new PublishOptions(PublishMode.REPLACE, Optional.empty(), false);
    }

    public static PublishOptions createOnly() {
        return new PublishOptions(PublishMode.CREATE_ONLY, Optional.empty(), false);
    }

    public PublishOptions stagedIn(Path directory) {
        return new PublishOptions(mode, Optional.of(directory), createParents);
    }

    public PublishOptions withParents() {
        return new PublishOptions(mode, staging, true);
    }
}
