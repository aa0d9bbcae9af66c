package io.borescope.engine.config;

/** How a place in the configuration is written: {@code service.pipelines.main.exporters[0]}. */
final class Paths {
    private Paths() {}

    static String child(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    static String item(String path, int index) {
        return path + "[" + index + "]";
    }
}
