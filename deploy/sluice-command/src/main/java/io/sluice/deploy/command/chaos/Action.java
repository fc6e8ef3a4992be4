package io.sluice.deploy.command.chaos;

import java.time.Duration;
import java.util.Locale;

/**
 * One thing that is done. Immutable.
 *
 * @param at after the beginning of the schedule
 * @param target the node, the log, the connector or the store that it is done to; empty if the deed says it
 * @param lasting until it is undone; zero for what is not
 * @param variant which of several ways: how many tasks, which settings
 */
record Action(Duration at, Deed deed, String target, Duration lasting, int variant) {

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%8.1f s  %-18s", at.toMillis() / 1e3, deed));
        if (!target.isEmpty()) {
            text.append(' ').append(target);
        }
        if (deed == Deed.RETASK) {
            text.append(" = ").append(variant);
        }
        if (!lasting.isZero()) {
            text.append(String.format(Locale.ROOT, ", for %.1f s", lasting.toMillis() / 1e3));
        }
        return text.toString();
    }
}
