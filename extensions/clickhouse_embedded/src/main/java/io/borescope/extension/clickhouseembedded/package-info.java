/**
 * Runs ClickHouse beside the agent, and answers {@code borescope query} from what it keeps.
 *
 * <p>{@link io.borescope.extension.clickhouseembedded.ClickHouseEmbeddedFactory} makes the extension {@code ClickHouseEmbedded}: it writes
 * {@code EngineFiles} into the data directory, starts an {@code EngineProcess} (see the {@code launcher} package for what runs in it), and
 * watches it. {@code QueryCommand} takes a {@code NamedQuery} or SQL, with {@code QueryParameters}; {@code Answers} come from the running engine
 * by its {@code PublishedEndpoint}, or from one that opens the directory in a process of its own; an {@code Explanation} stands in for rows that are
 * not there. {@code FetchCommand} gets the library. Only the factory and what is configured are public.
 */
@NullMarked
package io.borescope.extension.clickhouseembedded;

import org.jspecify.annotations.NullMarked;
