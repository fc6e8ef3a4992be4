package io.sluice.sink.store.targets;

import java.io.IOException;

/** Content that was committed is neither staged nor visible: somebody, or a lifecycle rule, removed it. */
public final class StagedContentLostException extends IOException {
    private static final long serialVersionUID = 1L;

    public StagedContentLostException(String location, StagedObject lost) {
        super(location + "/" + lost.name() + ": committed but not there, and its staged content (" + lost.id() + " of "
                + lost.writer()
                + ") is gone too. The next claim of the log voids the commit, and its range is read again");
    }
}
