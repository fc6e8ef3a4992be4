package io.sluice.source.content;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The 32-bit xxHash with seed 0, which lz4 frames use as their checksum. One thread at a time. */
final class XxHash32 {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int PRIME_1 = 0x9E3779B1;
    private static final int PRIME_2 = 0x85EBCA77;
    private static final int PRIME_3 = 0xC2B2AE3D;
    private static final int PRIME_4 = 0x27D4EB2F;
    private static final int PRIME_5 = 0x165667B1;
    private static final int PRIME_1_AND_2 = 0x24234428;
    private static final int STRIPE = 16;

    private final byte[] rest = new byte[STRIPE];
    private int restBytes;
    private long total;
    private int lane1;
    private int lane2;
    private int lane3;
    private int lane4;

    XxHash32() {
        reset();
    }

    static int of(byte[] bytes, int from, int to) {
        XxHash32 hash = new XxHash32();
        hash.update(bytes, from, to);
        return hash.value();
    }

    void reset() {
        restBytes = 0;
        total = 0;
        lane1 = PRIME_1_AND_2;
        lane2 = PRIME_2;
        lane3 = 0;
        lane4 = -PRIME_1;
    }

    void update(byte[] bytes, int from, int to) {
        total += to - from;
        int at = from;
        if (restBytes > 0) {
            int taken = Math.min(STRIPE - restBytes, to - at);
            System.arraycopy(bytes, at, rest, restBytes, taken);
            restBytes += taken;
            at += taken;
            if (restBytes < STRIPE) {
                return;
            }
            stripes(rest, 0, STRIPE);
            restBytes = 0;
        }
        int whole = at + (to - at) / STRIPE * STRIPE;
        stripes(bytes, at, whole);
        restBytes = to - whole;
        System.arraycopy(bytes, whole, rest, 0, restBytes);
    }

    private void stripes(byte[] bytes, int from, int to) {
        int a = lane1;
        int b = lane2;
        int c = lane3;
        int d = lane4;
        for (int at = from; at < to; at += STRIPE) {
            a = round(a, (int) INT.get(bytes, at));
            b = round(b, (int) INT.get(bytes, at + 4));
            c = round(c, (int) INT.get(bytes, at + 8));
            d = round(d, (int) INT.get(bytes, at + 12));
        }
        lane1 = a;
        lane2 = b;
        lane3 = c;
        lane4 = d;
    }

    private static int round(int lane, int word) {
        return Integer.rotateLeft(lane + word * PRIME_2, 13) * PRIME_1;
    }

    int value() {
        int hash = total < STRIPE
                ? PRIME_5
                : Integer.rotateLeft(lane1, 1)
                        + Integer.rotateLeft(lane2, 7)
                        + Integer.rotateLeft(lane3, 12)
                        + Integer.rotateLeft(lane4, 18);
        hash += (int) total;
        int at = 0;
        for (; at + 4 <= restBytes; at += 4) {
            hash = Integer.rotateLeft(hash + (int) INT.get(rest, at) * PRIME_3, 17) * PRIME_4;
        }
        for (; at < restBytes; at++) {
            hash = Integer.rotateLeft(hash + (rest[at] & 0xFF) * PRIME_5, 11) * PRIME_1;
        }
        hash = (hash ^ hash >>> 15) * PRIME_2;
        hash = (hash ^ hash >>> 13) * PRIME_3;
        return hash ^ hash >>> 16;
    }
}
