package io.borescope.otlp;

/** Runs over JSON without making anything of it and counts what would be made. */
final class JsonShape {
    private final OtlpLimits limits;

    JsonShape(OtlpLimits limits) {
        this.limits = limits;
    }

    /**
     * What is no JSON at all passes: that is found when it is read.
     *
     * @throws IllegalArgumentException if it is beyond the limits, with a sentence for the sender
     */
    void check(byte[] json) {
        int depth = 0;
        int elements = 0;
        boolean inText = false;
        for (int i = 0; i < json.length; i++) {
            byte c = json[i];
            if (inText) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    inText = false;
                }
                continue;
            }
            switch (c) {
                case '"' -> inText = true;
                case '{', '[' -> {
                    depth++;
                    elements++;
                }
                case '}', ']' -> depth--;
                case ',' -> elements++;
                default -> {}
            }
            if (depth > 2 * limits.depth()) {
                throw new IllegalArgumentException(
                        "Objects and lists lie more than %d deep in each other.".formatted(2 * limits.depth()));
            }
            if (elements > limits.elements()) {
                throw new IllegalArgumentException(
                        "The message has more than %,d parts. Send smaller ones.".formatted(limits.elements()));
            }
        }
    }
}
