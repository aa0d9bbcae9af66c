package io.borescope.engine.config;

/**
 * Something about a configuration that its author should know.
 *
 * @param place {@code agent.yaml:4:23}, or the option that set the value
 * @param path {@code receivers.ebpf.ring_size}; empty for a file as a whole
 * @param message what was found and what to do
 */
public record Problem(String place, String path, String message) {
    /** An option names the path itself. */
    @Override
    public String toString() {
        boolean placed = path.isEmpty() || place.endsWith(" " + path);
        return place + (placed ? "" : " " + path) + ": " + message;
    }
}
