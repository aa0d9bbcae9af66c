package io.borescope.api.telemetry;

/** How much the agent says about itself: {@code service.telemetry.metrics.level}. Each level includes those before it. */
public enum FigureLevel {
    /** Nothing. */
    NONE,
    /** What comes in, goes out and is lost, and what the process takes. */
    BASIC,
    /** What each part does. */
    NORMAL,
    /** What costs something to be counted, or has many series. */
    DETAILED
}
