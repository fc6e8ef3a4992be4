package io.sluice.streams.aggregate;

import io.sluice.streams.bytes.PackedReader;
import io.sluice.streams.bytes.PackedWriter;
import io.sluice.streams.rows.RowValues;
import java.math.BigInteger;

/**
 * A bar of trades: open, high, low and close price, volume, volume-weighted average price and number of trades. Exact:
 * price times quantity is summed unrounded, and the average rounded once. Open and close are those of the first and the
 * last trade by {@link Order}.
 */
final class OhlcvAggregate extends Aggregate {
    private final NumberColumn price;
    private final NumberColumn quantity;
    private final Held open;
    private final Held high;
    private final Held low;
    private final Held close;
    private final Order openAt;
    private final Order closeAt;
    private final ExactSum volume = new ExactSum();
    private final ExactSum turnover = new ExactSum();
    private long trades;

    private OhlcvAggregate(NumberColumn price, NumberColumn quantity, int sequenceColumns) {
        this.price = price;
        this.quantity = quantity;
        open = new Held(price.type());
        high = new Held(price.type());
        low = new Held(price.type());
        close = new Held(price.type());
        openAt = new Order(sequenceColumns);
        closeAt = new Order(sequenceColumns);
    }

    /** A bar of exact columns. */
    static Aggregate of(NumberColumn price, NumberColumn quantity, int sequenceColumns) {
        return price.isWide() || quantity.isWide()
                ? new OhlcvAggregate(price, quantity, sequenceColumns)
                : new NarrowOhlcvAggregate(price, quantity, sequenceColumns);
    }

    @Override
    void add(RowValues row, Order at) {
        int priceIndex = price.index();
        if (row.isNull(priceIndex) || row.isNull(quantity.index())) {
            countNull();
            return;
        }
        if (trades++ == 0) {
            open.take(row, priceIndex);
            high.take(open);
            low.take(open);
            close.take(open);
            openAt.copy(at);
            closeAt.copy(at);
        } else {
            extend(row, at, priceIndex);
        }
        quantity.addTo(volume, row);
        turnover.add(price.unscaled(row).multiply(quantity.unscaled(row)));
    }

    private void extend(RowValues row, Order at, int priceIndex) {
        if (high.compare(row, priceIndex) < 0) {
            high.take(row, priceIndex);
        }
        if (low.compare(row, priceIndex) > 0) {
            low.take(row, priceIndex);
        }
        // Mostly rows come in order: ask first whether this is the last.
        if (closeAt.isBefore(at)) {
            close.take(row, priceIndex);
            closeAt.copy(at);
        } else if (at.isBefore(openAt)) {
            open.take(row, priceIndex);
            openAt.copy(at);
        }
    }

    @Override
    void mergeValue(Aggregate other) {
        OhlcvAggregate bar = (OhlcvAggregate) other;
        if (bar.trades == 0) {
            return;
        }
        boolean empty = trades == 0;
        if (empty || bar.openAt.isBefore(openAt)) {
            open.take(bar.open);
            openAt.copy(bar.openAt);
        }
        if (empty || closeAt.isBefore(bar.closeAt)) {
            close.take(bar.close);
            closeAt.copy(bar.closeAt);
        }
        if (empty || high.compare(bar.high) < 0) {
            high.take(bar.high);
        }
        if (empty || low.compare(bar.low) > 0) {
            low.take(bar.low);
        }
        volume.add(bar.volume);
        turnover.add(bar.turnover);
        trades += bar.trades;
    }

    /** Makes this the bar of a window without trades: the price stands where the other's closed. */
    @Override
    void standAtEndOf(Aggregate before) {
        Held closed = ((OhlcvAggregate) before).close;
        open.take(closed);
        high.take(closed);
        low.take(closed);
        close.take(closed);
    }

    @Override
    void writeValue(PackedWriter out) {
        out.writeCount(trades);
        open.write(out);
        high.write(out);
        low.write(out);
        close.write(out);
        if (trades > 0) {
            openAt.write(out);
            closeAt.write(out);
            volume.write(out);
            turnover.write(out);
        }
    }

    @Override
    void readValue(PackedReader in) {
        trades = in.readCount();
        open.read(in);
        high.read(in);
        low.read(in);
        close.read(in);
        if (trades > 0) {
            openAt.read(in);
            closeAt.read(in);
            volume.read(in);
            turnover.read(in);
        } else {
            volume.clear();
            turnover.clear();
        }
    }

    @Override
    void show(FieldReceiver out) {
        open.show(out);
        high.show(out);
        low.show(out);
        close.show(out);
        BigInteger traded = volume.value();
        out.decimal(traded);
        if (traded.signum() <= 0) {
            out.none();
        } else {
            // The turnover has the places of both columns, so dividing by the volume leaves those of the price.
            out.decimal(Quotient.of(turnover.value(), traded, Quotient.scale(price.scale()) - price.scale()));
        }
        out.whole(trades);
    }
}
