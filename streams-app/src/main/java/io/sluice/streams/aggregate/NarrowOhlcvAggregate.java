package io.sluice.streams.aggregate;

import io.sluice.record.ColumnType.Kind;
import io.sluice.streams.bytes.PackedReader;
import io.sluice.streams.bytes.PackedWriter;
import io.sluice.streams.rows.RowValues;
import java.math.BigInteger;

/**
 * A bar of trades as {@link OhlcvAggregate} has it and in its form, of a price and a quantity of 64 bits each. All of it lies
 * in one array: with many keys, what a row or a merge costs is how many places in memory it has to wait for, and what a
 * collection of garbage costs is how many objects there are.
 */
final class NarrowOhlcvAggregate extends Aggregate {
    private static final int OPEN = 0;
    private static final int HIGH = 1;
    private static final int LOW = 2;
    private static final int CLOSE = 3;
    private static final int VOLUME = 4;
    private static final int TURNOVER = VOLUME + SumWords.COUNT;
    private static final int OPEN_AT = TURNOVER + SumWords.COUNT;

    private final NumberColumn price;
    private final NumberColumn quantity;
    private final long[] words;
    private final int orderWords;
    private final int closeAt;
    private byte[] openInput = Order.NOWHERE;
    private byte[] closeInput = Order.NOWHERE;
    private long trades;
    // A bar without trades may have prices: those where the one before closed.
    private boolean priced;

    /** A bar of columns that are not wide. */
    NarrowOhlcvAggregate(NumberColumn price, NumberColumn quantity, int sequenceColumns) {
        this.price = price;
        this.quantity = quantity;
        orderWords = Order.words(sequenceColumns);
        closeAt = OPEN_AT + orderWords;
        words = new long[closeAt + orderWords];
    }

    @Override
    void add(RowValues row, Order at) {
        int priceIndex = price.index();
        int quantityIndex = quantity.index();
        if (row.isNull(priceIndex) || row.isNull(quantityIndex)) {
            countNull();
            return;
        }
        long paid = row.longAt(priceIndex);
        if (trades++ == 0) {
            priced = true;
            words[OPEN] = paid;
            words[HIGH] = paid;
            words[LOW] = paid;
            open(at);
            close(at, paid);
        } else {
            extend(paid, at);
        }
        long traded = row.longAt(quantityIndex);
        SumWords.add(words, VOLUME, traded);
        SumWords.addProduct(words, TURNOVER, paid, traded);
    }

    private void extend(long paid, Order at) {
        if (paid > words[HIGH]) {
            words[HIGH] = paid;
        }
        if (paid < words[LOW]) {
            words[LOW] = paid;
        }
        // Mostly rows come in order: ask first whether this is the last.
        if (at.compare(words, closeAt, closeInput) > 0) {
            close(at, paid);
        } else if (at.compare(words, OPEN_AT, openInput) < 0) {
            words[OPEN] = paid;
            open(at);
        }
    }

    private void open(Order at) {
        at.copyTo(words, OPEN_AT);
        setOpenInput(at.input());
    }

    private void close(Order at, long paid) {
        words[CLOSE] = paid;
        at.copyTo(words, closeAt);
        setCloseInput(at.input());
    }

    // An array that is there already is not written again: writing a reference has its price with most collectors.
    private void setOpenInput(byte[] input) {
        if (openInput != input) {
            openInput = input;
        }
    }

    private void setCloseInput(byte[] input) {
        if (closeInput != input) {
            closeInput = input;
        }
    }

    @Override
    void mergeValue(Aggregate other) {
        NarrowOhlcvAggregate bar = (NarrowOhlcvAggregate) other;
        if (bar.trades == 0) {
            return;
        }
        boolean empty = trades == 0;
        priced = true;
        if (empty || isBefore(bar, OPEN_AT, bar.openInput, this, OPEN_AT, openInput)) {
            words[OPEN] = bar.words[OPEN];
            System.arraycopy(bar.words, OPEN_AT, words, OPEN_AT, orderWords);
            setOpenInput(bar.openInput);
        }
        if (empty || isBefore(this, closeAt, closeInput, bar, closeAt, bar.closeInput)) {
            words[CLOSE] = bar.words[CLOSE];
            System.arraycopy(bar.words, closeAt, words, closeAt, orderWords);
            setCloseInput(bar.closeInput);
        }
        words[HIGH] = empty ? bar.words[HIGH] : Math.max(words[HIGH], bar.words[HIGH]);
        words[LOW] = empty ? bar.words[LOW] : Math.min(words[LOW], bar.words[LOW]);
        SumWords.add(words, VOLUME, bar.words, VOLUME);
        SumWords.add(words, TURNOVER, bar.words, TURNOVER);
        trades += bar.trades;
    }

    private static boolean isBefore(
            NarrowOhlcvAggregate one,
            int at,
            byte[] input,
            NarrowOhlcvAggregate other,
            int otherAt,
            byte[] otherInput) {
        return Order.compare(one.words, at, input, other.words, otherAt, otherInput, one.orderWords) < 0;
    }

    @Override
    void standAtEndOf(Aggregate before) {
        NarrowOhlcvAggregate bar = (NarrowOhlcvAggregate) before;
        priced = bar.priced;
        words[OPEN] = bar.words[CLOSE];
        words[HIGH] = bar.words[CLOSE];
        words[LOW] = bar.words[CLOSE];
        words[CLOSE] = bar.words[CLOSE];
    }

    @Override
    long touch() {
        return trades + words[HIGH] + words[TURNOVER] + words[closeAt + orderWords - 1];
    }

    @Override
    void writeValue(PackedWriter out) {
        out.writeCount(trades);
        for (int i = OPEN; i <= CLOSE; i++) {
            out.writeBoolean(priced);
            if (priced) {
                out.writeSigned(words[i]);
            }
        }
        if (trades > 0) {
            Order.write(words, OPEN_AT, openInput, orderWords, out);
            Order.write(words, closeAt, closeInput, orderWords, out);
            ExactSum.write(words, VOLUME, out);
            ExactSum.write(words, TURNOVER, out);
        }
    }

    @Override
    void readValue(PackedReader in) {
        trades = in.readCount();
        for (int i = OPEN; i <= CLOSE; i++) {
            priced = in.readBoolean();
            if (priced) {
                words[i] = in.readSigned();
            }
        }
        if (trades > 0) {
            setOpenInput(Order.read(words, OPEN_AT, orderWords, in));
            setCloseInput(Order.read(words, closeAt, orderWords, in));
            readSum(VOLUME, in);
            readSum(TURNOVER, in);
        } else {
            SumWords.setLong(words, VOLUME, 0);
            SumWords.setLong(words, TURNOVER, 0);
        }
    }

    private void readSum(int at, PackedReader in) {
        if (ExactSum.read(words, at, in)) {
            // Nothing of 64 bits adds up to that.
            throw new IllegalArgumentException(
                    "the sums of a bar are wider than its columns: it was written for others");
        }
    }

    private void showPrice(long value, FieldReceiver out) {
        if (!priced) {
            out.none();
        } else if (price.type().kind() == Kind.DECIMAL) {
            out.decimal(BigInteger.valueOf(value));
        } else {
            out.whole(value);
        }
    }

    @Override
    void show(FieldReceiver out) {
        for (int i = OPEN; i <= CLOSE; i++) {
            showPrice(words[i], out);
        }
        BigInteger traded = SumWords.value(words, VOLUME);
        out.decimal(traded);
        if (traded.signum() <= 0) {
            out.none();
        } else {
            // The turnover has the places of both columns, so dividing by the volume leaves those of the price.
            out.decimal(Quotient.of(
                    SumWords.value(words, TURNOVER), traded, Quotient.scale(price.scale()) - price.scale()));
        }
        out.whole(trades);
    }
}
