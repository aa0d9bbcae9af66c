package io.borescope.benchmarks.gateway;

import java.io.IOException;
import java.util.Map;

/** Where a gateway sends to; counts what arrives. */
interface Backend extends AutoCloseable {
    /** What the gateway has to know of it, as variables of its environment. */
    Map<String, String> environment();

    /** How many records there are, of all runs. */
    long records() throws IOException, InterruptedException;

    /** Waits until there have been so many, and fails if there are more or if none comes for a minute. */
    void await(long wanted) throws IOException, InterruptedException;

    @Override
    void close();
}
