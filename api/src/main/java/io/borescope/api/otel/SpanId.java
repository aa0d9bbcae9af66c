package io.borescope.api.otel;

import java.util.HexFormat;

/** Eight bytes that name a span within its trace. */
public record SpanId(long value) {
    /** No span. */
    public static final SpanId NONE = new SpanId(0);

    /** Whether it names one. */
    public boolean isValid() {
        return value != 0;
    }

    /** 16 digits, in lower case. */
    public String hex() {
        return HexFormat.of().toHexDigits(value);
    }

    @Override
    public String toString() {
        return hex();
    }
}
