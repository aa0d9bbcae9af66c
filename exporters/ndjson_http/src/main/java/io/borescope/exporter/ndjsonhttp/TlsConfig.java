package io.borescope.exporter.ndjsonhttp;

import io.borescope.api.config.Doc;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the server of an https endpoint is recognised.
 *
 * @param caFile certificates to trust; null for those of the Java runtime
 */
public record TlsConfig(
        @Doc("PEM file with the certificates to trust instead of those of the Java runtime.") @Nullable
        Path caFile) {}
