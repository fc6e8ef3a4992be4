package io.sluice.io.flow;

/** Waiters in the order they came, any of which leaves in constant time. Guarded by its owner's lock. */
final class WaitLine<T> {
    private Waiter<T> head;
    private Waiter<T> tail;
    private int size;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return head == null;
    }

    /** The one that has waited longest, or null. */
    Waiter<T> first() {
        return head;
    }

    void add(Waiter<T> waiter) {
        waiter.inLine = true;
        waiter.previous = tail;
        if (tail == null) {
            head = waiter;
        } else {
            tail.next = waiter;
        }
        tail = waiter;
        size++;
    }

    /** Takes a waiter out; false if it is not in the line any more. */
    boolean remove(Waiter<T> waiter) {
        if (!waiter.inLine) {
            return false;
        }
        waiter.inLine = false;
        if (waiter.previous == null) {
            head = waiter.next;
        } else {
            waiter.previous.next = waiter.next;
        }
        if (waiter.next == null) {
            tail = waiter.previous;
        } else {
            waiter.next.previous = waiter.previous;
        }
        waiter.previous = null;
        waiter.next = null;
        size--;
        return true;
    }
}
