/**
 * Reads what processes use, on a cadence of its own.
 *
 * <p>{@link ProcessSnapshots} owns a thread and the files. The thread runs {@link SnapshotCycle}: at each border of the {@link RoundGrid} it
 * lines up the live processes of the table and reads some in each slice of work. {@link ProcessFigures} reads one: through {@link ProcReader},
 * which holds the open folder of that process, and with {@link KeyedNumbers} and {@link ProcText}, which understand what the kernel wrote.
 * {@link ThreadSwitches} keeps what ended threads had. Rows gather in {@link SnapshotRows} and leave as a batch per {@link SnapshotMetric}.
 *
 * <p>What cannot be read is normal here and goes to {@link ReadFailures}.
 */
@NullMarked
package io.borescope.receiver.processsnapshots;

import org.jspecify.annotations.NullMarked;
