package io.borescope.api.otel;

import io.borescope.api.FormatInput;
import io.borescope.api.FormatOutput;
import java.io.IOException;

/** The binary form of one kind of records. */
interface RecordForm<R> {
    void write(R each, FormatOutput out) throws IOException;

    R read(FormatInput in) throws IOException;
}
