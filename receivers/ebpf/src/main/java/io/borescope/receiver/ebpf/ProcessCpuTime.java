package io.borescope.receiver.ebpf;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/** CPU time of all threads of this process so far, in user space and in the kernel, in nanoseconds. */
final class ProcessCpuTime implements LongSupplier {
    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    @Override
    public long getAsLong() {
        return system.getProcessCpuTime();
    }
}
