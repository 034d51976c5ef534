package io.pagestream.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.pagestream.engine", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String OUTSIDE = "java..";

    @ArchTest
    static final ArchRule A_REQUEST_IS_A_VALUE = classes()
            .that()
            .resideInAPackage("io.pagestream.engine.request")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    OUTSIDE,
                    "io.pagestream.engine.request",
                    "io.pagestream.imaging.tile",
                    "io.pagestream.models.prompt")
            .because("what is asked and answered is known to everybody and knows nobody");

    @ArchTest
    static final ArchRule A_CACHE_COUNTS_NUMBERS = classes()
            .that()
            .resideInAPackage("io.pagestream.engine.cache")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(OUTSIDE, "io.pagestream.engine.cache", "io.pagestream.imaging.tile")
            .because("blocks and slots are numbers; the memory behind them belongs to the runner");

    @ArchTest
    static final ArchRule A_SCHEDULE_KNOWS_NO_DEVICE = classes()
            .that()
            .resideInAPackage("io.pagestream.engine.schedule")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    OUTSIDE,
                    "io.pagestream.engine.schedule",
                    "io.pagestream.engine.request",
                    "io.pagestream.engine.cache",
                    "io.pagestream.engine.draft",
                    "io.pagestream.engine.grammar",
                    "io.pagestream.imaging.tile")
            .because("a schedule is a decision about numbers; its tests run without a device");

    @ArchTest
    static final ArchRule A_RUNNER_DECIDES_NOTHING = classes()
            .that()
            .resideInAPackage("io.pagestream.engine.run")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    OUTSIDE,
                    "io.pagestream.engine.run",
                    "io.pagestream.engine.schedule",
                    "io.pagestream.engine.request",
                    "io.pagestream.engine.cache",
                    "io.pagestream.engine.grammar",
                    "io.pagestream.imaging.tile",
                    "io.pagestream.models..",
                    "io.pagestream.compute")
            .because("the runner computes a plan: it takes blocks and slots as they stand there");

    @ArchTest
    static final ArchRule A_GRAMMAR_KNOWS_BYTES = classes()
            .that()
            .resideInAPackage("io.pagestream.engine.grammar")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    OUTSIDE,
                    "io.pagestream.engine.grammar",
                    "com.fasterxml.jackson..",
                    "org.apache.lucene.util.automaton")
            .because("a grammar is told bytes and answers bits; tokenizers, devices and schedules are others' work");

    @ArchTest
    static final ArchRule TRUST_IS_A_PURE_DECISION = classes()
            .that()
            .resideInAPackage("io.pagestream.engine.trust..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    OUTSIDE,
                    "io.pagestream.engine.trust..",
                    "io.pagestream.engine.request",
                    "com.fasterxml.jackson.core..")
            .because("whether an answer is good is told from its text and its probabilities; tests need no engine");

    @ArchTest
    static final ArchRule A_DRAFT_IS_IDS = classes()
            .that()
            .resideInAPackage("io.pagestream.engine.draft")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(OUTSIDE, "io.pagestream.engine.draft")
            .because("a guess is looked up in lists of ids; whether it is right the model says");

    @ArchTest
    static final ArchRule THE_ENGINE_KNOWS_NEITHER_FLINK_NOR_AVRO = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.flink..", "org.apache.avro..", "io.pagestream.schemas..")
            .because("the engine lies in Flink's lib folder and outlives jobs; Flink and Avro come with the job");

    @ArchTest
    static final ArchRule THE_ENGINE_NAMES_NO_DEVICE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.pagestream.compute.cpu..", "io.pagestream.gpu..")
            .because("devices are opened by name");
}
