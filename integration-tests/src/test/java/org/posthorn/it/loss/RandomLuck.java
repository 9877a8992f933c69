// SPDX-License-Identifier: Apache-2.0
package org.posthorn.it.loss;

import java.util.Random;

/** Much or little of what was not forced reaches the disk, in sectors of 512 or 4096 bytes, for one state always the same. */
public final class RandomLuck implements DiskAfterPowerLoss.Luck {

    private final Random random;
    private final double chance;
    private final int sector;

    public RandomLuck(long seed) {
        random = new Random(seed);
        chance = random.nextDouble();
        sector = random.nextBoolean() ? 512 : 4096;
    }

    @Override
    public boolean lands() {
        return random.nextDouble() < chance;
    }

    @Override
    public int sector() {
        return sector;
    }

    @Override
    public String toString() {
        return "sectors of " + sector + " bytes by chance " + chance;
    }
}
