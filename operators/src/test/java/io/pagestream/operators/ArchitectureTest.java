package io.pagestream.operators;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.pagestream.operators", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOM = "io.pagestream.operators.";
    private static final String[] STAGES = {
        ROOM + "source",
        ROOM + "fetch",
        ROOM + "split",
        ROOM + "tile",
        ROOM + "recognize",
        ROOM + "answer",
        ROOM + "assemble",
        ROOM + "sink"
    };
    private static final String SQL = ROOM + "sql";

    @ArchTest
    static final ArchRule NO_STAGE_KNOWS_ANOTHER = slices().matching(ROOM + "(*)")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(resideInAPackage("io.pagestream.operators.."), sharedRooms())
            .ignoreDependency(resideInAPackage(SQL), resideInAPackage("io.pagestream.operators.."))
            .because(
                    "only the pipeline in jobs, and a query in sql, join the stages; so each can be read and tested alone");

    @ArchTest
    static final ArchRule ONLY_SQL_KNOWS_TABLES = noClasses()
            .that()
            .resideOutsideOfPackage(SQL)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.flink.table..")
            .because("a cluster that runs the stream has no Table API");

    @ArchTest
    static final ArchRule WHAT_STAGES_SHARE_KNOWS_NO_STAGE = noClasses()
            .that(sharedRooms())
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(STAGES)
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage(SQL)
            .because("what lies below the stages cannot know what is built of it");

    @ArchTest
    static final ArchRule ONLY_THOSE_WHO_ASK_KNOW_THE_ENGINE = noClasses()
            .that()
            .resideOutsideOfPackages(
                    ROOM + "recognize",
                    ROOM + "answer",
                    ROOM + "reading",
                    ROOM + "tile",
                    SQL,
                    ROOM + "fault",
                    ROOM + "metrics",
                    ROOM + "options")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.pagestream.engine..")
            .because("whoever fetches, splits, assembles or writes runs without an engine");

    @ArchTest
    static final ArchRule OF_THE_MODELS_ONLY_CONFIG_AND_TURNS_ARE_KNOWN = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.pagestream.models",
                    "io.pagestream.models.weights..",
                    "io.pagestream.models.tokenize..",
                    "io.pagestream.models.vision..",
                    "io.pagestream.models.language..",
                    "io.pagestream.compute..",
                    "io.pagestream.jobs..")
            .because("tensors and tokens belong behind the engine's door");

    @ArchTest
    static final ArchRule ONLY_SINKS_KNOW_THE_FORMATS = noClasses()
            .that()
            .resideOutsideOfPackage(ROOM + "sink")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.pagestream.formats..")
            .because("what a person opens is written at the end of the stream and nowhere else");

    private static com.tngtech.archunit.base.DescribedPredicate<com.tngtech.archunit.core.domain.JavaClass>
            sharedRooms() {
        return resideInAnyPackage(
                ROOM + "claim",
                ROOM + "fault",
                ROOM + "metrics",
                ROOM + "options",
                ROOM + "page",
                ROOM + "reading",
                ROOM + "registry",
                ROOM + "wire");
    }
}
