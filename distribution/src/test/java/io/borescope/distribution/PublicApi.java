package io.borescope.distribution;

import java.io.IOException;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What others can compile against, as lines of text: a line per type, and one per member, indented. */
final class PublicApi {
    private static final String CLASS = ".class";

    private PublicApi() {}

    /**
     * The API of compiled classes.
     *
     * @param classes their folder, whose classes are on the class path too
     * @param wanted tells by a type's full name whether it is part of it
     */
    static List<String> of(Path classes, Predicate<String> wanted) throws IOException {
        try (Stream<Path> files = Files.walk(classes)) {
            return files.map(file -> classes.relativize(file).toString())
                    .filter(file -> file.endsWith(CLASS) && !file.endsWith("-info.class"))
                    .map(file ->
                            file.substring(0, file.length() - CLASS.length()).replace('/', '.'))
                    .filter(name -> wanted.test(name.replaceFirst("\\$.*", "")))
                    .sorted()
                    .map(PublicApi::load)
                    .filter(PublicApi::canBeSeen)
                    .flatMap(PublicApi::lines)
                    .toList();
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, PublicApi.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean canBeSeen(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return isPromised(type.getModifiers()) && !type.isAnonymousClass() && (outer == null || canBeSeen(outer));
    }

    private static boolean isPromised(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static Stream<String> lines(Class<?> type) {
        List<String> members = new ArrayList<>();
        for (Field field : type.getDeclaredFields()) {
            if (isPromised(field.getModifiers())) {
                members.add(field.toGenericString() + constant(field));
            }
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (isPromised(constructor.getModifiers())) {
                members.add(constructor.toGenericString() + nullness(constructor, null));
            }
        }
        for (Method method : type.getDeclaredMethods()) {
            if (isPromised(method.getModifiers()) && !method.isSynthetic()) {
                members.add(method.toGenericString() + nullness(method, method.getAnnotatedReturnType()));
            }
        }
        return Stream.concat(Stream.of(header(type)), members.stream().sorted().map(member -> "  " + member));
    }

    private static String header(Class<?> type) {
        StringBuilder header = new StringBuilder(type.toGenericString());
        Type parent = type.getGenericSuperclass();
        if (parent != null && parent != Object.class) {
            header.append(" extends ").append(parent.getTypeName());
        }
        append(header, " implements ", type.getGenericInterfaces());
        Class<?>[] permitted = type.getPermittedSubclasses();
        append(header, " permits ", permitted == null ? new Type[0] : permitted);
        return header.toString();
    }

    private static void append(StringBuilder header, String before, Type[] types) {
        if (types.length > 0) {
            header.append(before).append(Stream.of(types).map(Type::getTypeName).collect(Collectors.joining(", ")));
        }
    }

    /** Its value, where compilers copy it into the classes that use it. */
    private static String constant(Field field) {
        int modifiers = field.getModifiers();
        boolean isInlined = Modifier.isStatic(modifiers)
                && Modifier.isFinal(modifiers)
                && (field.getType().isPrimitive() || field.getType() == String.class);
        if (!isInlined) {
            return "";
        }
        try {
            field.setAccessible(true);
            return " = " + field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Which parameters, counted from 1, may be null, and whether the result may. */
    private static String nullness(Executable executable, @Nullable AnnotatedType result) {
        List<String> nullable = new ArrayList<>();
        AnnotatedType[] parameters = executable.getAnnotatedParameterTypes();
        for (int i = 0; i < parameters.length; i++) {
            if (parameters[i].isAnnotationPresent(Nullable.class)) {
                nullable.add("parameter " + (i + 1));
            }
        }
        if (result != null && result.isAnnotationPresent(Nullable.class)) {
            nullable.add("result");
        }
        return nullable.isEmpty() ? "" : " // nullable: " + String.join(", ", nullable);
    }
}
