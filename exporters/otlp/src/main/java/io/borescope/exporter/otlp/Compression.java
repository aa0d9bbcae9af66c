package io.borescope.exporter.otlp;

/** How messages are compressed, at the default level of each format. */
public enum Compression {
    NONE,
    GZIP,
    ZSTD
}
