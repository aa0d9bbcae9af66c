/**
 * Runs ClickHouse beside the agent, and answers {@code borescope query} from what it keeps.
 *
 * <p>{@link io.borescope.extension.clickhouseembedded.ClickHouseEmbeddedFactory} makes the extension {@code ClickHouseEmbedded}: it writes
 * {@code EngineFiles} into the data directory, starts an {@code EngineProcess} (see the {@code launcher} package for what runs in it), and
 * watches it. {@code QueryCommand} asks the running engine by its {@code PublishedEndpoint}, or opens the directory in a process of its own;
 * {@code FetchCommand} gets the library. Only the factory and what is configured are public.
 */
@NullMarked
package io.borescope.extension.clickhouseembedded;

import org.jspecify.annotations.NullMarked;
