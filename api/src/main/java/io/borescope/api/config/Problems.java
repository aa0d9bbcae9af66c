package io.borescope.api.config;

/** Collects what is wrong with a configuration. The engine puts file, line and column in front. */
public interface Problems {
    /**
     * Reports a problem.
     *
     * @param key path below the component, as users write it: {@code sending_queue.queue_size}, {@code include[2].name}; empty for the
     *     component as a whole
     * @param format what was found and what to do, for {@link String#formatted}
     */
    void add(String key, String format, Object... arguments);

    /** Problems below one key: what {@code within("clients[0]").add("name", …)} reports stands at {@code clients[0].name}. */
    default Problems within(String prefix) {
        return (key, format, arguments) -> add(key.isEmpty() ? prefix : prefix + "." + key, format, arguments);
    }
}
