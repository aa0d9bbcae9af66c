package io.borescope.extension.admin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * Has the JDK's flight recorder measure the agent for a while. One at a time; bounded in time, on disk, and in what it tells: nothing of the
 * environment or the command line, where secrets may stand. Thread-safe.
 */
final class Profiles {
    private static final long MOST_BYTES = 64L << 20;
    private static final Duration SAMPLE_PERIOD = Duration.ofMillis(10);
    private static final String SAMPLE = "jdk.ExecutionSample";
    private static final List<String> TELL_SECRETS = List.of(
            "jdk.InitialEnvironmentVariable",
            "jdk.InitialSystemProperty",
            "jdk.JVMInformation",
            "jdk.ProcessStart",
            "jdk.SystemProcess");

    /** Different stacks are kept up to here, as the heap is small; samples of others are counted together. */
    private static final long MOST_CHARACTERS = 4_000_000;

    private static final String OTHER = "other;stacks";

    private final Semaphore running = new Semaphore(1);

    /** Makes something of a recording. */
    private interface Use<T> {
        T of(Path file) throws IOException;
    }

    /** The whole recording, for JDK Mission Control, to be closed; empty if another is running. It may be larger than the heap. */
    Optional<InputStream> flightRecording(long seconds) throws IOException, InterruptedException {
        return record(seconds, false, Files::newInputStream); // still readable when the name is gone
    }

    /**
     * Where time was spent on CPUs, as collapsed stacks: a line {@code thread;outermost;…;innermost samples} for each stack, at most a sample
     * each 10 ms and thread; empty if another is running.
     */
    Optional<String> cpu(long seconds) throws IOException, InterruptedException {
        return record(seconds, true, Profiles::collapse);
    }

    private <T> Optional<T> record(long seconds, boolean onlySamples, Use<T> use)
            throws IOException, InterruptedException {
        if (!running.tryAcquire()) {
            return Optional.empty();
        }
        try {
            return Optional.of(record(seconds, recording(onlySamples), use));
        } finally {
            running.release();
        }
    }

    private static <T> T record(long seconds, Recording made, Use<T> use) throws IOException, InterruptedException {
        try (Recording recording = made) {
            Path file = Files.createTempFile("borescope", ".jfr");
            try {
                recording.setMaxSize(MOST_BYTES);
                recording.start();
                TimeUnit.SECONDS.sleep(seconds);
                recording.stop();
                recording.dump(file);
                return use.of(file);
            } finally {
                Files.deleteIfExists(file);
            }
        }
    }

    private static Recording recording(boolean onlySamples) throws IOException {
        if (onlySamples) {
            Recording samples = new Recording();
            samples.enable(SAMPLE).withPeriod(SAMPLE_PERIOD);
            return samples;
        }
        try {
            Recording all = new Recording(Configuration.getConfiguration("profile"));
            TELL_SECRETS.forEach(all::disable);
            return all;
        } catch (ParseException ofTheJdk) {
            throw new IOException(ofTheJdk);
        }
    }

    private static String collapse(Path file) throws IOException {
        Map<String, Integer> samples = new HashMap<>();
        long characters = 0;
        try (RecordingFile events = new RecordingFile(file)) {
            while (events.hasMoreEvents()) {
                RecordedEvent event = events.readEvent();
                RecordedStackTrace stack = event.getStackTrace();
                if (event.getEventType().getName().equals(SAMPLE) && stack != null) {
                    String line = stack(event.getThread("sampledThread"), stack);
                    boolean fits = characters + line.length() <= MOST_CHARACTERS || samples.containsKey(line);
                    characters += fits && !samples.containsKey(line) ? line.length() : 0;
                    samples.merge(fits ? line : OTHER, 1, Integer::sum);
                }
            }
        }
        return samples.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(each -> each.getKey() + " " + each.getValue() + "\n")
                .collect(Collectors.joining());
    }

    private static String stack(RecordedThread thread, RecordedStackTrace stack) {
        String name = thread.getJavaName();
        return (name == null ? thread.getOSName() : name).replace(';', ':')
                + stack.getFrames().reversed().stream().map(Profiles::frame).collect(Collectors.joining(";", ";", ""));
    }

    private static String frame(RecordedFrame frame) {
        return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
    }

    /** What each platform thread does now. */
    static String threads() {
        return Thread.getAllStackTraces().entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getKey().getName()))
                .map(entry -> thread(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private static String thread(Thread thread, StackTraceElement[] stack) {
        StringBuilder text = new StringBuilder("\"%s\" %s\n".formatted(thread.getName(), thread.getState()));
        for (StackTraceElement frame : stack) {
            text.append("    at ").append(frame).append('\n');
        }
        return text.toString();
    }
}
