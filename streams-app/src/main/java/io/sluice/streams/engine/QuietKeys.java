package io.sluice.streams.engine;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;

/**
 * The keys, in the order in which they were last fed, so that those that have been quiet for some time are found without
 * looking at the others. There are several such times, and a key waits for one after the other. Owned by one task's
 * thread.
 */
final class QuietKeys {
    /** Takes a key that has been quiet for the time with this number. */
    interface Receiver {
        void quiet(Bytes key, int phase);
    }

    private static final class Node {
        final Bytes key;
        Node before;
        Node after;
        int phase;
        long fedAt;

        Node(Bytes key) {
            this.key = key;
        }
    }

    private final long[] times;
    private final Node[] lists;
    private final Map<Bytes, Node> nodes = new HashMap<>();

    /** Waits for these times, ascending, in milliseconds of the clock. */
    QuietKeys(long[] times) {
        this.times = times;
        lists = new Node[times.length];
        for (int i = 0; i < times.length; i++) {
            lists[i] = new Node(null);
            lists[i].before = lists[i];
            lists[i].after = lists[i];
        }
    }

    void fed(Bytes key, long now) {
        if (times.length == 0) {
            return;
        }
        Node node = nodes.get(key);
        if (node == null) {
            node = new Node(key);
            nodes.put(key, node);
        } else if (node.phase == 0 && node.fedAt == now) {
            return;
        } else {
            unlink(node);
        }
        node.fedAt = now;
        append(node, 0);
    }

    void tick(long now, Receiver receiver) {
        for (int phase = 0; phase < times.length; phase++) {
            Node list = lists[phase];
            while (list.after != list && list.after.fedAt + times[phase] <= now) {
                Node node = list.after;
                unlink(node);
                if (phase + 1 < times.length) {
                    append(node, phase + 1);
                } else {
                    nodes.remove(node.key);
                }
                receiver.quiet(node.key, phase);
            }
        }
    }

    int size() {
        return nodes.size();
    }

    private static void unlink(Node node) {
        node.before.after = node.after;
        node.after.before = node.before;
    }

    private void append(Node node, int phase) {
        Node list = lists[phase];
        node.phase = phase;
        node.before = list.before;
        node.after = list;
        list.before.after = node;
        list.before = node;
    }
}
