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

    /**
     * Reports what works as it is written, but that its author should know of, such as a protection that is switched off. It does not refuse the
     * configuration: it is logged at each start, and shown by {@code validate} and {@code doctor}. Who collects only problems leaves it out.
     *
     * @param key as of {@link #add}
     * @param format what was found, what follows from it, and what to do, for {@link String#formatted}
     */
    default void warn(String key, String format, Object... arguments) {}

    /** Problems below one key: what {@code within("clients[0]").add("name", …)} reports stands at {@code clients[0].name}. */
    default Problems within(String prefix) {
        Problems outer = this;
        return new Problems() {
            @Override
            public void add(String key, String format, Object... arguments) {
                outer.add(below(key), format, arguments);
            }

            @Override
            public void warn(String key, String format, Object... arguments) {
                outer.warn(below(key), format, arguments);
            }

            private String below(String key) {
                return key.isEmpty() ? prefix : prefix + "." + key;
            }
        };
    }
}
