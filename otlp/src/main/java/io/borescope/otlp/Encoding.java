package io.borescope.otlp;

/** How messages of OTLP become bytes. */
public enum Encoding {
    /** The binary form, which gRPC always uses. */
    PROTOBUF("application/x-protobuf"),

    /** OTLP/JSON: protobuf's JSON, with ids in hex and enums as numbers. */
    JSON("application/json");

    private final String contentType;

    Encoding(String contentType) {
        this.contentType = contentType;
    }

    /** What HTTP calls it. */
    public String contentType() {
        return contentType;
    }
}
