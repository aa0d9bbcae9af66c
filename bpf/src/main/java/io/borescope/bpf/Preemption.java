package io.borescope.bpf;

import java.util.Set;

/**
 * Whether the kernel runs programs at the system call hooks preemptibly. Such a program is skipped for every other thread of a CPU
 * while one thread is preempted inside it, which on a busy host is most of the time of some CPU. Tracepoints of perf never are.
 *
 * <p>Asked of the kernel itself: it lets sleepable programs be loaded for those hooks only where it leaves preemption on. Some kernels do
 * not look and take them for any hook, even for the scheduler's switch; their answer says nothing.
 */
final class Preemption {
    private static final boolean AT_SYSCALLS = takesSleepable("at_sys_enter") && !takesSleepable("at_sched_switch");

    private Preemption() {}

    /** Whether programs at {@code tp_btf/sys_enter} and {@code tp_btf/sys_exit} can be preempted. Asked once. */
    static boolean atSyscalls() {
        return AT_SYSCALLS;
    }

    private static boolean takesSleepable(String program) {
        try (BpfObject object = BpfObject.open("preemption")) {
            object.restrictTo(Set.of(program));
            object.makeSleepable(program);
            object.load();
            return true;
        } catch (BpfException refused) {
            return false; // as it should be; if the cause is another one, the programs proper will meet it too
        }
    }
}
