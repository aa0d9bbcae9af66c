package io.borescope.extension.admin.tap;

/** So many per second, and a part of them at once: a token bucket. Not thread-safe. */
final class Allowance {
    private static final double NANOS_PER_SECOND = 1e9;

    private final double perSecond;
    private final double most;
    private double left;
    private long sinceNanos;

    /**
     * @param burst most at once, after a rest
     */
    Allowance(double perSecond, double burst, long nowNanos) {
        this.perSecond = perSecond;
        this.most = burst;
        this.left = burst;
        this.sinceNanos = nowNanos;
    }

    void fill(long nowNanos) {
        left = Math.min(most, left + (nowNanos - sinceNanos) * perSecond / NANOS_PER_SECOND);
        sinceNanos = nowNanos;
    }

    boolean hasOne() {
        return left >= 1;
    }

    void take() {
        left--;
    }
}
