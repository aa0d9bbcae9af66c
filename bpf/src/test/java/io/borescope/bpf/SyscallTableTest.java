package io.borescope.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.borescope.bpf.SyscallTable.Numbers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class SyscallTableTest {
    private static final Path X86 = Path.of("/usr/include/x86_64-linux-gnu/asm/unistd_64.h");

    /** The numbers of arm64 are the kernel's generic ones, whatever machine this is. */
    private static final Path GENERIC = Path.of("/usr/include/asm-generic/unistd.h");

    @Test
    void knowsTheNumbersOfX86() throws IOException {
        agreesWith(X86, Numbers::x86);
    }

    @Test
    void knowsTheNumbersOfArm64() throws IOException {
        agreesWith(GENERIC, Numbers::arm64);
    }

    /** Calls that are newer than the header are left out. */
    private static void agreesWith(Path header, ToIntFunction<Numbers> number) throws IOException {
        assumeTrue(Files.exists(header), () -> header + " is not installed");
        Map<String, Integer> defined = defined(Files.readString(header));
        assertThat(defined).containsKeys("read", "openat2", "epoll_pwait2");
        int newest = defined.getOrDefault("epoll_pwait2", 0);
        SyscallTable.numbers().forEach((call, numbers) -> {
            if (defined.containsKey(call) || number.applyAsInt(numbers) < newest) {
                assertThat(number.applyAsInt(numbers))
                        .as(call)
                        .isEqualTo(defined.getOrDefault(call, SyscallTable.NONE));
            }
        });
    }

    private static Map<String, Integer> defined(String header) {
        Map<String, Integer> numbers = new HashMap<>();
        for (MatchResult line : Pattern.compile("#define __NR(?:3264)?_(\\w+)\\s+(\\d+)")
                .matcher(header)
                .results()
                .toList()) {
            numbers.put(line.group(1), Integer.valueOf(line.group(2)));
        }
        return numbers;
    }

    @Test
    void givesEveryGroupOfSystemCallsItsUsualCalls() {
        for (ProbeGroup group : ProbeGroup.values()) {
            assertThat(SyscallTable.usual(group).isEmpty())
                    .as(group.label())
                    .isEqualTo(group.object() != ProbeObject.SYSCALLS);
        }
    }

    @Test
    void givesNoCallToTwoGroups() {
        assertThat(SyscallTable.groupsByCall(Set.of(ProbeGroup.values()), Map.of()))
                .containsEntry("pread64", ProbeGroup.SYSCALL_READ)
                .containsEntry("close_range", ProbeGroup.FD_CLOSE);
    }

    @Test
    void refusesACallThatTwoGroupsWant() {
        ProbeOptions options = ProbeOptions.of(ProbeGroup.SYSCALL_READ, ProbeGroup.SYSCALL_WRITE);
        assertThatThrownBy(() -> options.withCalls(Map.of(ProbeGroup.SYSCALL_WRITE, List.of("write", "readv"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the system call readv is wanted by syscall_read and by syscall_write, but a call makes one event:"
                                + " take it out of one of them");
    }

    @Test
    void takesACallThatTheOtherGroupGivesUp() {
        Map<ProbeGroup, List<String>> calls =
                Map.of(ProbeGroup.SYSCALL_READ, List.of("read"), ProbeGroup.SYSCALL_WRITE, List.of("write", "readv"));
        assertThat(SyscallTable.groupsByCall(calls.keySet(), calls))
                .isEqualTo(Map.of(
                        "read", ProbeGroup.SYSCALL_READ,
                        "readv", ProbeGroup.SYSCALL_WRITE,
                        "write", ProbeGroup.SYSCALL_WRITE));
    }

    @Test
    void refusesACallThatItDoesNotKnow() {
        ProbeOptions options = ProbeOptions.of(ProbeGroup.SYSCALL_READ);
        assertThatThrownBy(() -> options.withCalls(Map.of(ProbeGroup.SYSCALL_READ, List.of("raed"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the system call raed is not known; these are: [brk, close,");
    }
}
