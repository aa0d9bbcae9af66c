package io.borescope.receiver.bpfobject;

import io.borescope.api.otel.Value;
import io.borescope.bpf.btf.Btf;
import io.borescope.bpf.btf.BtfException;
import io.borescope.bpf.btf.Field;
import io.borescope.bpf.btf.FieldPath;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A value for a variable that the programs declare {@code const volatile}. */
record Constant(String name, Field field, String text, long number) {
    private static final String SECTION = ".rodata";

    static Constant of(Btf btf, String name, Value value) throws ObjectException {
        try {
            Btf.Variable variable = find(btf, name);
            Field field = FieldPath.find(btf, name, variable.type(), 0, "");
            return field.isNumber()
                    ? new Constant(name, field, "", number(field, value))
                    : new Constant(name, field, text(field, value), 0);
        } catch (BtfException e) {
            throw new ObjectException(
                    "constants.%s: %s".formatted(name, e.getMessage()), "Only numbers, enums and texts can be set.");
        }
    }

    private static Btf.Variable find(Btf btf, String name) throws BtfException, ObjectException {
        List<Btf.Variable> variables = btf.variables(SECTION);
        for (Btf.Variable variable : variables) {
            if (variable.name().equals(name)) {
                return variable;
            }
        }
        String names = variables.stream().map(Btf.Variable::name).collect(Collectors.joining(", "));
        throw new ObjectException(
                "constants.%s: the object has no such constant".formatted(name),
                names.isEmpty() ? "It has none: declare one const volatile." : "It has: " + names + ".");
    }

    private static long number(Field field, Value value) throws ObjectException {
        return switch (value) {
            case Value.Int integer when field.holds(integer.value()) -> integer.value();
            case Value.Bool truth when field.kind() != Field.Kind.ENUM -> truth.value() ? 1 : 0;
            case Value.Text name when field.kind() == Field.Kind.ENUM -> ofName(field, name.value());
            default ->
                throw new ObjectException(
                        "constants.%s: %s does not fit into it".formatted(field.path(), value.asText()),
                        "It is %s of %d bits."
                                .formatted(
                                        field.isSigned() ? "a signed integer" : "an unsigned integer", field.bits()));
        };
    }

    private static long ofName(Field field, String name) throws ObjectException {
        for (Map.Entry<Long, String> known : field.names().entrySet()) {
            if (known.getValue().equals(name)) {
                return known.getKey();
            }
        }
        String names = field.names().values().stream().sorted().collect(Collectors.joining(", "));
        throw new ObjectException(
                "constants.%s: %s is none of its values".formatted(field.path(), name),
                "There are: %s.".formatted(names));
    }

    private static String text(Field field, Value value) throws ObjectException {
        String text = value.asText();
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        if (length >= field.size()) {
            throw new ObjectException(
                    "constants.%s: the text has %d bytes".formatted(field.path(), length),
                    "It has room for %d, and a NUL.".formatted(field.size() - 1));
        }
        return text;
    }

    /** Puts it where the variable lies. */
    void writeTo(MemorySegment variable) {
        if (field.isNumber()) {
            field.setNumber(variable, 0, number);
        } else {
            variable.fill((byte) 0);
            variable.setString(0, text);
        }
    }
}
