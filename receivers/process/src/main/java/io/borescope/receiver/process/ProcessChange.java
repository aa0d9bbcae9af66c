package io.borescope.receiver.process;

import io.borescope.api.event.EventBatch;
import io.borescope.api.event.ProcessEvent;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * A fork, exec or exit, copied out of the ring. These are rare; events that are not are never copied.
 *
 * @param process number of the image; 0 if it is not tracked
 * @param previous at fork the parent's number, at exec that of the image before
 * @param startNanos start on {@code CLOCK_BOOTTIME}
 * @param filename at exec the path as given to execve, else empty
 */
record ProcessChange(
        long timestampNanos,
        int process,
        int pid,
        int parentPid,
        int previous,
        long startNanos,
        String name,
        String filename) {
    private static final int NAME_BYTES = 16;
    private static final int FILENAME_BYTES = 128;

    static ProcessChange of(EventBatch batch, int index) {
        return new ProcessChange(
                batch.timestampNanos(index),
                batch.process(index),
                batch.pid(index),
                batch.u32(index, ProcessEvent.PARENT_PID),
                batch.u32(index, ProcessEvent.PREVIOUS_PROCESS),
                batch.u64(index, ProcessEvent.START_BOOTTIME_NANOS),
                text(batch, index, ProcessEvent.COMM, NAME_BYTES),
                text(batch, index, ProcessEvent.FILENAME, FILENAME_BYTES));
    }

    private static String text(EventBatch batch, int index, long field, int room) {
        MemorySegment bytes = batch.segment().asSlice(batch.offset(index) + field, room);
        int length = 0;
        while (length < room && bytes.get(ValueLayout.JAVA_BYTE, length) != 0) {
            length++;
        }
        return new String(bytes.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    }
}
