package io.borescope.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The threads of this process and, on Linux, what its file descriptors refer to, at one moment. What ends by itself shortly after is waited
 * for: a library's thread, or the other side of a connection.
 */
record OpenResources(Set<Thread> threads, List<String> files) {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final Duration LONGEST_END = Duration.ofSeconds(10);
    private static final long REST_NANOS = 5_000_000;

    /** The virtual machine's own, which come and go with what it does. */
    private static final Pattern OF_THE_VM = Pattern.compile(
            "process reaper.*|ForkJoinPool.commonPool-.*|VirtualThread-unblock.*|Common-Cleaner|Attach Listener");

    /** Opened by class loaders and the virtual machine when they are first needed. */
    private static final Pattern BY_THE_VM =
            Pattern.compile(".*\\.jar|/dev/u?random|.*/lib/modules|/proc/\\d+/fd|/sys/fs/cgroup/.*");

    static OpenResources now() {
        return new OpenResources(liveThreads(), openFiles());
    }

    /** Fails if there are threads or open files that were not there before. */
    void assertNothingWasAdded() throws InterruptedException {
        assertNothingWasAdded(LONGEST_END);
    }

    void assertNothingWasAdded(Duration patience) throws InterruptedException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < patience.toNanos()
                && !(addedThreads().isEmpty() && addedFiles().isEmpty())) {
            LockSupport.parkNanos(REST_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        assertThat(addedThreads()).as("threads left behind").isEmpty();
        assertThat(addedFiles()).as("files and sockets left open").isEmpty();
    }

    private Set<Thread> addedThreads() {
        Set<Thread> added = liveThreads();
        added.removeAll(threads);
        return added;
    }

    private List<String> addedFiles() {
        List<String> added = new ArrayList<>(openFiles());
        files.forEach(added::remove); // one for one: several descriptors may refer to the same
        return added;
    }

    private static Set<Thread> liveThreads() {
        Set<Thread> live = new HashSet<>(Thread.getAllStackTraces().keySet());
        live.removeIf(thread -> !thread.isAlive() || isOfTheVm(thread));
        return live;
    }

    private static boolean isOfTheVm(Thread thread) {
        return OF_THE_VM.matcher(thread.getName()).matches()
                || thread.getClass().getName().equals("jdk.internal.misc.CarrierThread"); // under virtual threads
    }

    private static List<String> openFiles() {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return List.of();
        }
        try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
            return descriptors
                    .map(OpenResources::target)
                    .filter(target ->
                            !target.isEmpty() && !BY_THE_VM.matcher(target).matches())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a descriptor refers to; empty if it is gone already, as that of the listing itself. */
    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
