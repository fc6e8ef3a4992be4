package io.sluice.streams.engine;

import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;

/** Where the states of keys are. Used by one task's thread. */
public interface KeyStates {
    /** The key's state, new if there is none; until the next call, the caller may change it. */
    KeyState get(Bytes key);

    /** The state that was got last has changed. */
    void changed(KeyState state);

    void remove(Bytes key);

    /** Each state there is; for the start of a task only. */
    void forEach(Consumer<KeyState> receiver);
}
