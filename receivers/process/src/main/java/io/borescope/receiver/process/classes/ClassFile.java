package io.borescope.receiver.process.classes;

import io.borescope.api.config.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A file of classes.
 *
 * @param wrappers programs that are looked through: the program that they start decides
 * @param classes in the order in which they are asked
 */
public record ClassFile(List<String> wrappers, List<ProcessClass> classes) {
    /** No file. */
    public static final ClassFile EMPTY = new ClassFile(List.of(), List.of());

    private static final int LARGEST_BYTES = 1 << 20;
    private static final int MOST_CLASSES = 1_000;
    private static final int MOST_ALIASES = 1_000;

    public ClassFile {
        wrappers = List.copyOf(wrappers);
        classes = List.copyOf(classes);
    }

    /**
     * Reads a user's file.
     *
     * @throws ClassFileException with everything that is wrong with it, for users
     */
    public static ClassFile read(Path path) throws ClassFileException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(LARGEST_BYTES + 1);
            if (bytes.length > LARGEST_BYTES) {
                throw new ClassFileException("%s is larger than 1 MiB".formatted(path));
            }
            return parse(path.toString(), new String(bytes, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            throw new ClassFileException("there is no file %s. Correct the path.".formatted(path), e);
        } catch (IOException e) {
            throw new ClassFileException("cannot read %s: %s".formatted(path, e.getMessage()), e);
        }
    }

    /** The table that comes with this receiver, read when it is first asked for. */
    static ClassFile shipped() {
        return Shipped.FILE;
    }

    private static final class Shipped {
        static final ClassFile FILE = read();

        private static ClassFile read() {
            try (InputStream in = Objects.requireNonNull(ClassFile.class.getResourceAsStream("classes.yaml"))) {
                return parse("classes.yaml", new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException | ClassFileException e) {
                throw new IllegalStateException("the table of classes is broken", e);
            }
        }
    }

    static ClassFile parse(String source, String text) throws ClassFileException {
        ClassFile file = YamlRecords.bind(load(source, text), ClassFile.class, source);
        List<String> found = new ArrayList<>();
        Problems problems =
                (key, format, arguments) -> found.add("%s %s: %s".formatted(source, key, format.formatted(arguments)));
        validate(file.classes, problems);
        if (!found.isEmpty()) {
            throw new ClassFileException(String.join("\n", found));
        }
        return file;
    }

    /** Reports what is wrong with a list of classes, which is under the key {@code classes}. */
    public static void validate(List<ProcessClass> classes, Problems problems) {
        if (classes.size() > MOST_CLASSES) {
            problems.add("classes", "has %d entries; %d are the limit.", classes.size(), MOST_CLASSES);
        }
        for (int i = 0; i < classes.size(); i++) {
            classes.get(i).validate(problems.within("classes[" + i + "]"));
        }
    }

    private static Object load(String source, String text) throws ClassFileException {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(source)
                .setCodePointLimit(LARGEST_BYTES)
                .setMaxAliasesForCollections(MOST_ALIASES)
                .build();
        try {
            return Objects.requireNonNullElse(new Load(settings).loadFromString(text), "nothing");
        } catch (YamlEngineException e) {
            throw new ClassFileException("%s is not YAML: %s".formatted(source, e.getMessage()), e);
        }
    }
}
