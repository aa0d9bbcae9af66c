package io.borescope.exporter.clickhouse;

import io.borescope.api.config.Doc;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How servers of https endpoints are recognised, and how they recognise us.
 *
 * @param caFile certificates to trust; null for those of the Java runtime
 * @param certFile the agent's own certificate; null for none
 * @param keyFile its private key
 */
public record TlsConfig(
        @Doc("PEM file with the certificate to trust instead of those of the Java runtime.") @Nullable
        Path caFile,

        @Doc("PEM file with the agent's own certificate, for servers that ask for one.") @Nullable
        Path certFile,

        @Doc("PEM file with the private key of cert_file.") @Nullable
        Path keyFile) {}
