/** The whole agent under loads of known size, beside none and beside other agents: see {@code benchmarks/agent.sh}. */
@NullMarked
package io.borescope.benchmarks.agent;

import org.jspecify.annotations.NullMarked;
