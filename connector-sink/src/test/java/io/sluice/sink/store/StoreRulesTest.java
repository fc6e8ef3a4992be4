package io.sluice.sink.store;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

/** Whom the store knows. */
class StoreRulesTest {
    private static final JavaClasses SINK = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.sluice.sink");

    @Test
    void theStoreAndItsFilesKnowNoKafka() {
        noClasses()
                .that()
                .resideInAnyPackage("io.sluice.sink.store..", "io.sluice.sink.parquet..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(SINK);
    }

    @Test
    void theLogKnowsOfFilesOnlyThatTheyAreObjects() {
        classes()
                .that()
                .resideInAPackage("io.sluice.sink.store.log")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.slf4j..",
                        "com.fasterxml.jackson..",
                        "io.sluice.sink.store.log",
                        "io.sluice.sink.store.targets",
                        "io.sluice.sink.parquet")
                .check(SINK);
    }

    @Test
    void onlyTheLocalTargetKnowsThatThereAreFileSystems() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.sluice.sink.store", "io.sluice.sink.store.log", "io.sluice.sink.store.operations")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.sluice.io.vfs..", "io.sluice.io.publish..", "io.sluice.io.tree..")
                .check(SINK);
    }

    @Test
    void packagesDoNotKnowEachOtherInCircles() {
        SlicesRuleDefinition.slices()
                .matching("io.sluice.sink.store.(*)..")
                .should()
                .beFreeOfCycles()
                .check(SINK);
    }
}
