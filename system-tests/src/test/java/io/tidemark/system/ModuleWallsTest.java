package io.tidemark.system;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModuleWallsTest {
    private static final List<String> SERVICES =
            List.of("trainer", "scoring", "drift", "feedback", "notifier", "bridge");
    private static JavaClasses production = new ClassFileImporter().importClasses();

    @BeforeAll
    static void importProduction() {
        production = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("testkit"))
                .importPackages("io.tidemark");
    }

    @Test
    void allModulesWereLookedAt() {
        assertThat(production).hasSizeGreaterThan(400);
        assertThat(SERVICES)
                .allSatisfy(service -> assertThat(production.stream()
                                .filter(c -> c.getPackageName().startsWith("io.tidemark." + service)))
                        .hasSizeGreaterThan(10));
    }

    @Test
    void springLivesInAppPackagesAndTheCommandLine() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages("..app..", "io.tidemark.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework.."));
    }

    @Test
    void trainingLibrariesStayInOnePackage() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.tidemark.trainer.algorithm")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("smile..", "io.github.metarank..", "com.microsoft.ml.."));
    }

    @Test
    void mlflowsClientStaysInOnePackage() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.tidemark.trainer.track")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.mlflow.."));
    }

    static Stream<String> services() {
        return SERVICES.stream();
    }

    @ParameterizedTest
    @MethodSource("services")
    void aServiceKnowsNoOtherService(String service) {
        String[] others = SERVICES.stream()
                .filter(other -> !other.equals(service))
                .map(other -> "io.tidemark." + other + "..")
                .toArray(String[]::new);
        check(noClasses()
                .that()
                .resideInAPackage("io.tidemark." + service + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others));
    }

    @Test
    void pureModulesKnowNeitherKafkaNorSpringNorAvro() {
        check(noClasses()
                .that()
                .resideInAnyPackage(
                        "io.tidemark.model..", "io.tidemark.stats..", "io.tidemark.report..", "io.tidemark.registry..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "org.apache.avro..", "org.springframework.."));
    }

    @Test
    void statisticsKnowNothingOfModels() {
        check(noClasses()
                .that()
                .resideInAPackage("io.tidemark.stats..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.tidemark.model..", "io.tidemark.streamkit..", "com.fasterxml.."));
    }

    @Test
    void nothingIsDeserialisedTheJavaWay() {
        check(noClasses().should().dependOnClassesThat().haveFullyQualifiedName("java.io.ObjectInputStream"));
        check(noClasses().should().dependOnClassesThat().haveFullyQualifiedName("java.beans.XMLDecoder"));
    }

    @Test
    void kafkaStreamsTopologiesAreBuiltInTopologyPackages() {
        check(classes()
                .that()
                // The joiner has two streams; the one of trials is a package by itself.
                .resideOutsideOfPackages(
                        "..topology..",
                        "io.tidemark.feedback.trial..",
                        "io.tidemark.streamkit..",
                        "io.tidemark.benchmarks..")
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackage("org.apache.kafka.streams.processor.api.."));
    }

    private static void check(ArchRule rule) {
        rule.check(production);
    }
}
