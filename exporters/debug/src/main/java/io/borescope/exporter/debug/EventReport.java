package io.borescope.exporter.debug;

import io.borescope.api.event.EventBatch;
import io.borescope.api.event.EventType;
import io.borescope.api.process.ProcessIdentity;
import io.borescope.api.time.ClockMapping;
import java.util.ArrayList;
import java.util.List;

/** Lays out a batch of kernel events: how many there are, then the first ones, a line each. */
final class EventReport {
    private final Verbosity verbosity;
    private final int maxRows;

    /**
     * @param maxRows most events of a batch
     */
    EventReport(Verbosity verbosity, int maxRows) {
        this.verbosity = verbosity;
        this.maxRows = maxRows;
    }

    /**
     * The report on a batch, each line ending in a line feed; empty if the batch only carries progress.
     *
     * @param clock turns the kernel's time into wall time
     */
    String of(EventBatch events, ClockMapping clock) {
        if (events.size() == 0 && events.lost() == 0) {
            return "";
        }
        StringBuilder out = new StringBuilder();
        if (events.size() > 0) {
            out.append(Values.dateTime(clock.toEpochNanos(events.timestampNanos(0))))
                    .append(" UTC  ");
        }
        out.append(Values.count(events.eventCount())).append(" events  ");
        if (events.partials()) {
            out.append("in ").append(Values.count(events.size())).append(" partials  ");
        }
        out.append(Values.count(events.lost())).append(" lost\n");
        if (verbosity != Verbosity.BASIC && events.size() > 0) {
            appendList(events, clock, out);
        }
        return out.toString();
    }

    private void appendList(EventBatch events, ClockMapping clock, StringBuilder out) {
        TextTable table = new TextTable();
        table.left("time").left("event").left("client").right("pid").right("tid");
        table.right("cpu").right("process");
        if (events.partials()) {
            table.right("events");
        }
        for (int i = 0; i < Math.min(events.size(), maxRows); i++) {
            String client = events.tags()
                    .find(events.process(i))
                    .map(ProcessIdentity::client)
                    .orElse("");
            List<String> row = new ArrayList<>(List.of(
                    Values.time(clock.toEpochNanos(events.timestampNanos(i))),
                    EventType.labelOf(events.type(i)),
                    client,
                    Integer.toString(events.pid(i)),
                    Integer.toString(events.tid(i)),
                    Integer.toString(events.cpu(i)),
                    Integer.toUnsignedString(events.process(i))));
            if (events.partials()) {
                row.add(Values.count(events.events(i)));
            }
            table.row(row);
        }
        table.appendTo(out);
        if (events.size() > maxRows) {
            out.append("  ... ").append(Values.count(events.size() - (long) maxRows));
            out.append(events.partials() ? " more partials (max_rows: " : " more events (max_rows: ")
                    .append(maxRows)
                    .append(")\n");
        }
        out.append('\n');
    }
}
