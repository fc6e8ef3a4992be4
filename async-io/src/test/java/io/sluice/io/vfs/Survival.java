package io.sluice.io.vfs;

import java.util.SplittableRandom;

/**
 * What a crash of a {@link MemoryVfs} machine leaves of the writes and names that were not synced. A value: the same
 * survival of the same machine gives the same state, and its text says how to build it again.
 */
public sealed interface Survival {

    /** The strictest disk: nothing that was not synced is there. */
    static Survival syncedOnly() {
        return new SyncedOnly();
    }

    /** The kindest disk: everything is there. This is also what {@code kill -9} of the process leaves. */
    static Survival everything() {
        return new Everything();
    }

    /**
     * A disk that wrote back what it happened to: of each page not synced, the old or the new content or some sectors
     * of each; of each size not synced, the old, the new or one between; of each change of names not synced, all of it
     * or nothing.
     */
    static Survival seeded(long seed) {
        return new Seeded(seed);
    }

    /** How a piece of unsynced state fares. */
    enum Fate {
        OLD,
        NEW,
        MIXED
    }

    /** Decides the fates of one crash, piece by piece in a fixed order. */
    interface Dice {
        /** The fate of something that cannot be torn: {@link Fate#OLD} or {@link Fate#NEW}. */
        Fate whole();

        /** The fate of something that can. */
        Fate divisible();

        /** A number from {@code least} to {@code most}, both included: where something was cut. */
        long between(long least, long most);
    }

    Dice dice();

    /** See {@link Survival#syncedOnly()}. */
    record SyncedOnly() implements Survival {
        @Override
        public Dice dice() {
            return new Fixed(Fate.OLD);
        }

        @Override
        public String toString() {
            return "Survival.syncedOnly()";
        }
    }

    /** See {@link Survival#everything()}. */
    record Everything() implements Survival {
        @Override
        public Dice dice() {
            return new Fixed(Fate.NEW);
        }

        @Override
        public String toString() {
            return "Survival.everything()";
        }
    }

    /** See {@link Survival#seeded(long)}. */
    record Seeded(long seed) implements Survival {
        @Override
        public Dice dice() {
            return new Rolled(new SplittableRandom(seed));
        }

        @Override
        public String toString() {
            return "Survival.seeded(" + seed + "L)";
        }
    }

    /** One fate for all. */
    record Fixed(Fate fate) implements Dice {
        @Override
        public Fate whole() {
            return fate;
        }

        @Override
        public Fate divisible() {
            return fate;
        }

        @Override
        public long between(long least, long most) {
            return least;
        }
    }

    /** Fates from a seed. */
    final class Rolled implements Dice {
        private final SplittableRandom random;

        Rolled(SplittableRandom random) {
            this.random = random;
        }

        @Override
        public Fate whole() {
            return random.nextBoolean() ? Fate.NEW : Fate.OLD;
        }

        @Override
        public Fate divisible() {
            return switch (random.nextInt(3)) {
                case 0 -> Fate.OLD;
                case 1 -> Fate.NEW;
                default -> Fate.MIXED;
            };
        }

        @Override
        public long between(long least, long most) {
            return least + random.nextLong(most - least + 1);
        }
    }
}
