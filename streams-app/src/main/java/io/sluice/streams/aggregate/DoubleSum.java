package io.sluice.streams.aggregate;

import io.sluice.streams.bytes.PackedReader;
import io.sluice.streams.bytes.PackedWriter;

/**
 * A sum of doubles that carries what rounding lost along (Neumaier's way), so that its relative error is about 2^-52
 * times the sum of magnitudes, whatever the order and however many values. Owned by one thread.
 */
final class DoubleSum {
    private double sum;
    private double lost;

    void add(double value) {
        double next = sum + value;
        if (Math.abs(sum) >= Math.abs(value)) {
            lost += (sum - next) + value;
        } else {
            lost += (value - next) + sum;
        }
        sum = next;
    }

    void add(DoubleSum other) {
        add(other.sum);
        lost += other.lost;
    }

    double value() {
        double total = sum + lost;
        // Infinite sums lose nothing worth adding, and what they lost is not a number.
        return Double.isNaN(total) ? sum : total;
    }

    void write(PackedWriter out) {
        out.writeDouble(sum);
        out.writeDouble(lost);
    }

    void read(PackedReader in) {
        sum = in.readDouble();
        lost = in.readDouble();
    }
}
