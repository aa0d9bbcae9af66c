package io.borescope.receiver.process.classes;

import io.borescope.api.process.ProcessName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All classes, and how the one of a process is found.
 *
 * <p>First by the users' classes, then by the shipped ones; within each by what runs (the executable, or what an interpreter runs), then
 * by the names it goes by, then by its cgroup; within each of these by the first class that says so. Immutable.
 */
public final class ProcessClasses {
    private final List<Glob> wrappers;
    private final List<ProcessClass> all;
    private final List<Recogniser> recognisers;

    private ProcessClasses(List<String> wrappers, List<ProcessClass> users, List<ProcessClass> shipped) {
        List<ProcessClass> completed =
                users.stream().map(one -> complete(one, shipped)).toList();
        this.wrappers = wrappers.stream().map(Glob::new).toList();
        this.all = Stream.concat(completed.stream(), shipped.stream()).toList();
        this.recognisers = List.of(new Recogniser(completed), new Recogniser(shipped));
    }

    /** What ships with the receiver. */
    public static ProcessClasses shipped() {
        return of(List.of(), ClassFile.EMPTY);
    }

    /**
     * A user's classes before those that ship.
     *
     * @param classes of the configuration
     * @param file of classes, asked after them
     */
    public static ProcessClasses of(List<ProcessClass> classes, ClassFile file) {
        ClassFile shipped = ClassFile.shipped();
        List<String> wrappers = new ArrayList<>(file.wrappers());
        wrappers.addAll(shipped.wrappers());
        List<ProcessClass> users = new ArrayList<>(classes);
        users.addAll(file.classes());
        return new ProcessClasses(wrappers, users, shipped.classes());
    }

    /** A class that only says how something known is recognised as well knows the rest from what ships. */
    private static ProcessClass complete(ProcessClass user, List<ProcessClass> shipped) {
        return shipped.stream()
                .filter(known -> known.client().equals(user.client()))
                .findFirst()
                .map(user::orElse)
                .orElse(user);
    }

    /** All classes in the order in which they are asked. */
    public List<ProcessClass> all() {
        return all;
    }

    /** What classes are called, in their order. */
    public Set<String> clients() {
        return all.stream().map(ProcessClass::client).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The groups that classes belong to, in their order, the levels above them included. */
    public Set<String> groups() {
        Set<String> groups = new LinkedHashSet<>();
        for (ProcessClass each : all) {
            String group = each.groupLabel();
            for (int slash = group.indexOf('/'); slash >= 0; slash = group.indexOf('/', slash + 1)) {
                groups.add(group.substring(0, slash));
            }
            if (!group.isEmpty()) {
                groups.add(group);
            }
        }
        return groups;
    }

    /** The class of what a process runs; null if no class says so, and for wrappers. Reads no more than it must. */
    public @Nullable ProcessClass classify(ProgramImage image) {
        String path = Invocation.path(image);
        String file = FileName.of(path);
        if (wrappers.stream().anyMatch(wrapper -> wrapper.matches(file))) {
            return null;
        }
        for (Recogniser recogniser : recognisers) {
            Optional<ProcessClass> found = recogniser.recognise(image, path);
            if (found.isPresent()) {
                return found.get();
            }
        }
        return null;
    }

    /** A class, its names prepared. */
    private record Prepared(
            ProcessClass processClass,
            List<Glob> executables,
            List<Glob> programs,
            List<String> names,
            List<Glob> cgroups) {
        static Prepared of(ProcessClass each) {
            return new Prepared(
                    each, globs(each.executables()), globs(each.programs()), each.names(), globs(each.cgroups()));
        }

        private static List<Glob> globs(List<String> texts) {
            return texts.stream().map(Glob::new).toList();
        }
    }

    /** Classes of one origin. */
    private static final class Recogniser {
        private final List<Prepared> classes;
        private final boolean asksCgroups;

        Recogniser(List<ProcessClass> classes) {
            this.classes = classes.stream().map(Prepared::of).toList();
            this.asksCgroups = classes.stream().anyMatch(each -> !each.cgroups().isEmpty());
        }

        Optional<ProcessClass> recognise(ProgramImage image, String path) {
            if (classes.isEmpty()) {
                return Optional.empty();
            }
            Optional<ProcessClass> found = Invocation.isInterpreted(path)
                    ? byProgram(image)
                    : byExecutable(image, path).or(() -> byName(image));
            return found.isEmpty() && asksCgroups ? byCgroup(image) : found;
        }

        private Optional<ProcessClass> byExecutable(ProgramImage image, String path) {
            List<String> variants = FileName.variants(path);
            return choose(image, each -> anyMatches(each.executables(), path, variants));
        }

        private Optional<ProcessClass> byProgram(ProgramImage image) {
            String program = Invocation.of(image).program();
            if (program.isEmpty()) {
                return byName(image); // it may have written a title over its arguments
            }
            List<String> variants = List.of(FileName.of(program));
            return choose(image, each -> anyMatches(each.programs(), program, variants));
        }

        private static boolean anyMatches(List<Glob> globs, String path, List<String> names) {
            for (Glob glob : globs) {
                if (glob.isPath() ? glob.matches(path) : names.stream().anyMatch(glob::matches)) {
                    return true;
                }
            }
            return false;
        }

        private Optional<ProcessClass> byName(ProgramImage image) {
            return choose(image, each -> isCalled(each, image.name()))
                    .or(() -> choose(image, each -> isStartedAs(each, image.commandLine())));
        }

        private static boolean isCalled(Prepared each, String comm) {
            return each.names().stream().anyMatch(name -> ProcessName.matches(comm, name));
        }

        private static boolean isStartedAs(Prepared each, List<String> commandLine) {
            return !commandLine.isEmpty() && each.names().contains(FileName.of(commandLine.getFirst()));
        }

        private Optional<ProcessClass> byCgroup(ProgramImage image) {
            List<String> parts = image.cgroupPaths().stream()
                    .flatMap(path -> Stream.of(path.split("/")))
                    .toList();
            return choose(
                    image,
                    each -> each.cgroups().stream()
                            .anyMatch(glob -> parts.stream().anyMatch(glob::matches)));
        }

        /** The first of the classes that fit, unless the arguments have the subcommand of another of them. */
        private Optional<ProcessClass> choose(ProgramImage image, Predicate<Prepared> fits) {
            List<ProcessClass> found = new ArrayList<>();
            for (Prepared each : classes) {
                if (fits.test(each)) {
                    found.add(each.processClass());
                }
            }
            return found.size() < 2 ? found.stream().findFirst() : Optional.of(bySubcommand(image, found));
        }

        private static ProcessClass bySubcommand(ProgramImage image, List<ProcessClass> candidates) {
            for (String argument : Invocation.of(image).arguments()) {
                for (ProcessClass candidate : candidates) {
                    if (candidate.subcommands().contains(argument)) {
                        return candidate;
                    }
                }
            }
            return candidates.getFirst();
        }
    }
}
