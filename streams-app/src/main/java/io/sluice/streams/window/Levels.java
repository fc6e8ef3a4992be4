package io.sluice.streams.window;

import java.util.ArrayList;
import java.util.List;

/** All declared windows: levels, each before those computed from it. Immutable, free to share. */
public final class Levels {
    private final List<Level> levels;
    private final List<List<Level>> above;
    private final List<Level> bases;

    public Levels(List<Level> levels) {
        this.levels = List.copyOf(levels);
        List<List<Level>> dependents = new ArrayList<>();
        for (Level level : levels) {
            dependents.add(levels.stream()
                    .filter(other -> other.source() == level.index())
                    .toList());
        }
        above = List.copyOf(dependents);
        bases = levels.stream().filter(Level::isBase).toList();
    }

    public int size() {
        return levels.size();
    }

    public Level get(int index) {
        return levels.get(index);
    }

    public List<Level> all() {
        return levels;
    }

    /** The levels that rows go into. */
    public List<Level> bases() {
        return bases;
    }

    /** The levels computed from this one. */
    public List<Level> above(int index) {
        return above.get(index);
    }
}
