package io.borescope.receiver.hostspecs;

/**
 * A CPU as the kernel numbers them: a hardware thread.
 *
 * @param coreId core within its package, or -1
 * @param packageId socket, or -1
 * @param dieId or -1
 * @param clusterId or -1
 * @param maxFreqKhz 0 if unknown
 * @param baseFreqKhz 0 if unknown
 */
record LogicalCpu(
        int id,
        int coreId,
        int packageId,
        int dieId,
        int clusterId,
        CoreType type,
        boolean online,
        long maxFreqKhz,
        long baseFreqKhz) {
    /** Kinds of cores of hybrid processors. */
    enum CoreType {
        UNKNOWN(0),
        EFFICIENCY(1),
        PERFORMANCE(2);

        private final int number;

        CoreType(int number) {
            this.number = number;
        }

        /** As rows write it. */
        int number() {
            return number;
        }

        static CoreType of(long number) {
            for (CoreType type : values()) {
                if (type.number == number) {
                    return type;
                }
            }
            return UNKNOWN;
        }
    }
}
