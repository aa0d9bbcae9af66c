package io.borescope.processor.batch;

import io.borescope.api.otel.Group;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Records in the order in which they came, in their groups.
 *
 * @param <R> the records of a group
 */
final class Waiting<R> {
    private final Unit<R> unit;
    private final Deque<Group<R>> groups = new ArrayDeque<>();
    private final AtomicInteger size = new AtomicInteger();

    Waiting(Unit<R> unit) {
        this.unit = unit;
    }

    /** How many there are. Other threads may ask. */
    int size() {
        return size.get();
    }

    /**
     * Adds what a batch holds.
     *
     * @param count how many records that are
     */
    void add(List<Group<R>> more, int count) {
        groups.addAll(more);
        size.addAndGet(count);
    }

    /** Takes the oldest. */
    List<Group<R>> take(int most) {
        List<Group<R>> taken = new ArrayList<>();
        int left = Math.min(most, size.get());
        size.addAndGet(-left);
        while (left > 0) {
            Group<R> group = groups.removeFirst();
            int count = sizeOf(group);
            if (count > left) {
                taken.add(cut(group, left));
                break;
            }
            taken.add(group);
            left -= count;
        }
        if (size.get() == 0) {
            taken.addAll(groups); // metrics without data points count for nothing, but say something
            groups.clear();
        }
        return taken;
    }

    private int sizeOf(Group<R> group) {
        return group.records().stream().mapToInt(unit::size).sum();
    }

    /** The first records of a group, which has more than that; the others stay. */
    private Group<R> cut(Group<R> group, int count) {
        List<R> head = new ArrayList<>();
        List<R> rest = new ArrayList<>();
        int left = count;
        for (R record : group.records()) {
            int length = unit.size(record);
            if (left >= length && rest.isEmpty()) {
                head.add(record);
                left -= length;
            } else if (left > 0) {
                head.add(unit.part(record, 0, left));
                rest.add(unit.part(record, left, length));
                left = 0;
            } else {
                rest.add(record);
            }
        }
        groups.addFirst(new Group<>(group.resource(), group.scope(), rest));
        return new Group<>(group.resource(), group.scope(), head);
    }
}
