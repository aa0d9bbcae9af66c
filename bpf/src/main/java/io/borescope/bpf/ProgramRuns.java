package io.borescope.bpf;

/**
 * What a program has cost.
 *
 * @param program its name in C
 * @param count how often it ran
 * @param nanos how long, in all
 */
public record ProgramRuns(String program, long count, long nanos) {}
