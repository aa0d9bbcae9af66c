package io.borescope.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is in a file, reading it ends with a plan or with a located report. */
class ConfigFuzzTest {
    private static final int MUTATIONS_PER_SEED = 300;

    private static final List<String> FRAGMENTS = List.of(
            "\t",
            "{",
            "}",
            "[",
            "]",
            ":",
            "- ",
            "&a ",
            "*a",
            "!!int ",
            "|\n",
            ">\n",
            "'",
            "\"",
            "#",
            "? ",
            "---\n",
            "...\n",
            "%YAML 1.3\n",
            "${",
            "}",
            "$$",
            "${env:A}",
            "${env:${A}}",
            "${file:/dev/null}",
            "\u0000",
            "\u2028",
            "\ufeff",
            "\ud83d\ude00",
            "\ud800",
            "\u0085",
            "null",
            "~",
            "-1",
            "1e999",
            "0x",
            ".nan",
            "99999999999999999999",
            "true",
            "[".repeat(200),
            "{a: ".repeat(100),
            "a".repeat(3000),
            "<<: *a\n",
            "ebpf/x",
            "service:\n",
            "=",
            "@",
            "`",
            "\\x",
            "1.5.5h",
            "5KiBB");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void endsWithAPlanOrALocatedReport(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        int plans = 0;
        for (int i = 0; i < MUTATIONS_PER_SEED; i++) {
            String yaml = mutate(random.nextBoolean() ? Reading.FULL : Reading.SMALL, random);
            if (read(yaml, "seed %d, mutation %d".formatted(seed, i))) {
                plans++;
            }
        }
        assertThat(plans).as("mutations that leave a valid configuration").isBetween(1, MUTATIONS_PER_SEED - 1);
    }

    private static boolean read(String yaml, String name) {
        try {
            ConfigTree tree =
                    Reading.of(yaml).environment(Map.of("A", "B", "B", "[")).tree();
            tree.print(TestComponents.CATALOG);
            tree.logs();
            tree.plan(TestComponents.CATALOG);
            return true;
        } catch (ConfigException e) {
            assertThat(e.problems()).as(name).isNotEmpty().allSatisfy(problem -> {
                assertThat(problem.place()).isNotBlank();
                assertThat(problem.message()).isNotBlank();
            });
            return false;
        } catch (Exception | StackOverflowError e) {
            return fail(name + " of:\n" + yaml, e);
        }
    }

    private static String mutate(String yaml, RandomGenerator random) {
        String mutated = yaml;
        int times = 1 + random.nextInt(4);
        for (int i = 0; i < times; i++) {
            mutated = switch (random.nextInt(8)) {
                case 0 -> flipByte(mutated, random);
                case 1 -> insert(mutated, FRAGMENTS.get(random.nextInt(FRAGMENTS.size())), random);
                case 2 -> withLines(mutated, lines -> lines.remove(random.nextInt(lines.size())));
                case 3 ->
                    withLines(
                            mutated,
                            lines -> lines.add(random.nextInt(lines.size()), lines.get(random.nextInt(lines.size()))));
                case 4 ->
                    withLines(
                            mutated,
                            lines -> Collections.swap(
                                    lines, random.nextInt(lines.size()), random.nextInt(lines.size())));
                case 5 -> replaceWord(mutated, random);
                case 6 ->
                    withLines(mutated, lines -> lines.replaceAll(line -> random.nextInt(9) == 0 ? " " + line : line));
                default -> mutated.substring(0, random.nextInt(mutated.length() + 1));
            };
        }
        return mutated;
    }

    private static String flipByte(String text, RandomGenerator random) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String insert(String text, String fragment, RandomGenerator random) {
        int position = random.nextInt(text.length() + 1);
        return text.substring(0, position) + fragment + text.substring(position);
    }

    private static String replaceWord(String text, RandomGenerator random) {
        List<String> words = Arrays.stream(text.split("\\W+"))
                .filter(word -> !word.isEmpty())
                .toList();
        if (words.isEmpty()) {
            return text;
        }
        String with = random.nextBoolean()
                ? words.get(random.nextInt(words.size()))
                : FRAGMENTS.get(random.nextInt(FRAGMENTS.size()));
        return text.replace(words.get(random.nextInt(words.size())), with);
    }

    private static String withLines(String text, java.util.function.Consumer<List<String>> change) {
        List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
        change.accept(lines);
        return String.join("\n", lines);
    }
}
