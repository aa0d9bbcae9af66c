package io.borescope.distribution;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Components -> api <- engine, and nothing else. */
final class ArchitectureTest {
    private static final String API = "io.borescope.api..";
    private static final String BPF = "io.borescope.bpf..";
    private static final String ENGINE = "io.borescope.engine..";
    private static final String RECEIVERS = "io.borescope.receiver..";
    private static final String[] COMPONENTS = {
        RECEIVERS, "io.borescope.processor..", "io.borescope.exporter..", "io.borescope.extension.."
    };

    private static final JavaClasses BORESCOPE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.borescope");

    @Test
    void seesEveryModule() {
        for (String module :
                new String[] {API, BPF, ENGINE, COMPONENTS[0], COMPONENTS[1], COMPONENTS[2], COMPONENTS[3]}) {
            String prefix = module.substring(0, module.length() - 1);
            assertThat(BORESCOPE).anyMatch(type -> type.getName().startsWith(prefix));
        }
    }

    @Test
    void theApiNeedsNothingButTheJdkAndNullnessAnnotations() {
        classes()
                .that()
                .resideInAPackage(API)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(API, "java..", "javax.net.ssl..", "com.sun.net.httpserver..", "org.jspecify..")
                .because("a component author compiles against it, whatever the engine is built with")
                .check(BORESCOPE);
    }

    @Test
    void componentsDoNotSeeTheEngine() {
        noClasses()
                .that()
                .resideInAnyPackage(COMPONENTS)
                .or()
                .resideInAPackage(BPF)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ENGINE)
                .because("what a component needs arrives in its settings")
                .check(BORESCOPE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"receiver", "processor", "exporter", "extension"})
    void componentsDoNotSeeEachOther(String kind) {
        slices().matching("io.borescope." + kind + ".(*)..")
                .should()
                .notDependOnEachOther()
                .check(BORESCOPE);
        noClasses()
                .that()
                .resideInAPackage("io.borescope." + kind + "..")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(COMPONENTS).and(not(resideInAPackage("io.borescope." + kind + ".."))))
                .because("components share services and batches of the api, so each can be left out or replaced")
                .check(BORESCOPE);
    }

    @Test
    void theEngineDoesNotSeeComponents() {
        noClasses()
                .that()
                .resideInAPackage(ENGINE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(COMPONENTS)
                .because("built-in components are found like everybody else's")
                .check(BORESCOPE);
    }

    @Test
    void onlyReceiversLoadBpfPrograms() {
        classes()
                .that()
                .resideInAPackage(BPF)
                .should()
                .onlyHaveDependentClassesThat()
                .resideInAnyPackage(BPF, RECEIVERS)
                .check(BORESCOPE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"api", "bpf", "engine"})
    void packagesOfAModuleFormNoCycle(String module) {
        slices().matching("io.borescope." + module + ".(**)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(BORESCOPE);
    }
}
