package io.borescope.processor.aggregate;

import io.borescope.api.time.EngineClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many CPUs are online, as the kernel says now or said within the last second. Reads a file of some bytes, which never blocks. */
final class OnlineCores implements IntSupplier {
    static final Path ONLINE = Path.of("/sys/devices/system/cpu/online");

    private static final long FRESH_NANOS = 1_000_000_000L;
    private static final int LONGEST = 4096;
    private static final Pattern RANGE = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?(?:,|\\s|$)");

    private final Path online;
    private final EngineClock clock;
    private long readNanos;
    private int cores;

    OnlineCores(Path online, EngineClock clock) {
        this.online = online;
        this.clock = clock;
    }

    @Override
    public int getAsInt() {
        long now = clock.monotonicNanos();
        if (cores == 0 || now - readNanos >= FRESH_NANOS) {
            cores = read();
            readNanos = now;
        }
        return cores;
    }

    /** Where the kernel does not say, what the Java runtime may use is the nearest. */
    private int read() {
        try {
            String list = Files.readString(online);
            int count = list.length() > LONGEST ? 0 : count(list);
            return count > 0 ? count : Runtime.getRuntime().availableProcessors();
        } catch (IOException e) {
            return Runtime.getRuntime().availableProcessors();
        }
    }

    /** The CPUs of a list such as {@code 0-3,8}; 0 if it is not one. */
    private static int count(String list) {
        Matcher range = RANGE.matcher(list.strip());
        int count = 0;
        int at = 0;
        while (range.find(at) && range.start() == at && range.end() > at) {
            int first = Integer.parseInt(range.group(1));
            int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
            count += Math.max(0, last - first + 1);
            at = range.end();
        }
        return at == list.strip().length() ? count : 0;
    }
}
