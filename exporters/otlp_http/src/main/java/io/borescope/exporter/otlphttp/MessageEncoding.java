package io.borescope.exporter.otlphttp;

import io.borescope.otlp.Encoding;

/** How requests are written, by the names that the Collector has for it. */
public enum MessageEncoding {
    /** Protobuf. */
    PROTO,
    /** OTLP/JSON. */
    JSON;

    Encoding encoding() {
        return this == PROTO ? Encoding.PROTOBUF : Encoding.JSON;
    }
}
