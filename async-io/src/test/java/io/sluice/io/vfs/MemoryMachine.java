package io.sluice.io.vfs;

import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What the processes of one {@link MemoryVfs} machine share: the disk, the clock, the randomness. Its monitor guards
 * the tree and everything in it.
 *
 * @param random what {@link Vfs#random()} gives
 * @param seed what all that looks random is made from
 * @param network whether the disk says it is on another machine
 * @param crashed whether the power was cut
 */
record MemoryMachine(
        MemoryTree tree,
        MemoryClock clock,
        Random random,
        long seed,
        String fileSystemType,
        boolean network,
        AtomicBoolean crashed) {

    static MemoryMachine with(
            MemoryTree tree, MemoryClock clock, Random random, long seed, String fileSystemType, boolean network) {
        return new MemoryMachine(tree, clock, random, seed, fileSystemType, network, new AtomicBoolean());
    }

    synchronized MemoryMachine afterCrash(Survival survival) {
        MemorySpace space = new MemorySpace(tree.space.capacity());
        MemoryTree after = tree.afterCrash(survival.dice(), space);
        MemoryClock clockAfter = new MemoryClock(clock.now());
        return with(after, clockAfter, new Random(seed), seed, fileSystemType, network);
    }
}
