package io.borescope.api.otel;

import java.util.HexFormat;

/** Sixteen bytes that name a trace. */
public record TraceId(long high, long low) {
    /** No trace. */
    public static final TraceId NONE = new TraceId(0, 0);

    /** Whether it names one. */
    public boolean isValid() {
        return (high | low) != 0;
    }

    /** 32 digits, in lower case. */
    public String hex() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(high) + hex.toHexDigits(low);
    }

    @Override
    public String toString() {
        return hex();
    }
}
