package io.sluice.deploy.rules;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

/** Who may know whom: the arrows of ARCHITECTURE.md, checked in the compiled classes. */
class ModuleArrowsTest {
    private static final JavaClasses SLUICE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.sluice");

    /** A rule over no classes holds, so the rules below say nothing unless the classes are there. */
    @Test
    void everyModuleIsSeen() {
        for (String module : new String[] {
            "io",
            "record",
            "connector",
            "source",
            "streams",
            "sink",
            "deploy.cluster",
            "deploy.page",
            "deploy.command",
            "benchmarks"
        }) {
            assertThat(SLUICE.stream().anyMatch(type -> type.getPackageName().startsWith("io.sluice." + module)))
                    .as("classes of io.sluice.%s", module)
                    .isTrue();
        }
    }

    @Test
    void asyncIoKnowsTheJdkItsResilienceLibraryAndTheLoggingFacade() {
        onlyKnows(
                "io.sluice.io..",
                "java..",
                "javax.management..",
                "sun.misc..",
                "org.slf4j..",
                "io.github.resilience4j..");
    }

    @Test
    void recordFormatKnowsTheJdkAndItsJsonLibraryAndKafkaAtItsEdgeOnly() {
        onlyKnows("io.sluice.record..", "java..", "com.fasterxml.jackson.core..", "org.apache.kafka.common.header..");
    }

    @Test
    void theFaceOfTheConnectorsKnowsWhatAWorkerBringsOnly() {
        onlyKnows("io.sluice.connector..", "java..", "javax.management..", "org.slf4j..", "org.apache.kafka..");
    }

    @Test
    void theSourceKnowsAsyncIoAndRecordFormat() {
        isNotKnownTo("io.sluice.sink..", "io.sluice.source..");
        isNotKnownTo("io.sluice.streams..", "io.sluice.source..");
        isNotKnownTo("io.sluice.deploy..", "io.sluice.source..");
    }

    @Test
    void theSinkKnowsAsyncIoAndRecordFormatAndItsStoreKnowsNoKafka() {
        isNotKnownTo("io.sluice.source..", "io.sluice.sink..");
        isNotKnownTo("io.sluice.streams..", "io.sluice.sink..");
        isNotKnownTo("io.sluice.deploy..", "io.sluice.sink..");
        isNotKnownTo("org.apache.kafka..", "io.sluice.sink.store..", "io.sluice.sink.parquet..");
        isNotKnownTo("io.sluice.connector..", "io.sluice.sink.store..", "io.sluice.sink.parquet..");
    }

    @Test
    void theStreamsAppKnowsRecordFormatOnly() {
        isNotKnownTo("io.sluice.io..", "io.sluice.streams..");
        isNotKnownTo("io.sluice.source..", "io.sluice.streams..");
        isNotKnownTo("io.sluice.sink..", "io.sluice.streams..");
        isNotKnownTo("io.sluice.connector..", "io.sluice.streams..");
        isNotKnownTo("io.sluice.deploy..", "io.sluice.streams..");
    }

    @Test
    void theLivePageKnowsTheJdkAndItsJsonLibraryAndIsToldWhatItShows() {
        onlyKnows(
                "io.sluice.deploy.page..",
                "java..",
                "com.sun.net.httpserver..",
                "org.slf4j..",
                "com.fasterxml.jackson..");
    }

    @Test
    void nobodyKnowsTheBenchmarks() {
        noClasses()
                .that(not(resideInAnyPackage("io.sluice.benchmarks..")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.sluice.benchmarks..")
                .check(SLUICE);
    }

    @Test
    void packagesDoNotKnowEachOtherInCircles() {
        SlicesRuleDefinition.slices()
                .matching("io.sluice.io.(*)..")
                .should()
                .beFreeOfCycles()
                .check(SLUICE);
    }

    @Test
    void noClassHasANameThatSaysNothing() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .orShould()
                .resideInAnyPackage("..util..", "..common..", "..impl..")
                .check(SLUICE);
    }

    @Test
    void nobodySleeps() {
        noClasses().should().callMethod(Thread.class, "sleep", long.class).check(SLUICE);
    }

    private static void onlyKnows(String who, String... others) {
        String[] allowed = new String[others.length + 1];
        allowed[0] = who;
        System.arraycopy(others, 0, allowed, 1, others.length);
        classes()
                .that()
                .resideInAPackage(who)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed)
                .check(SLUICE);
    }

    private static void isNotKnownTo(String whom, String... who) {
        noClasses()
                .that()
                .resideInAnyPackage(who)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(whom)
                .check(SLUICE);
    }
}
