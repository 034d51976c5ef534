package io.pagestream.jobs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

@AnalyzeClasses(packages = "io.pagestream.jobs", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String[] PROGRAMS = {
        "io.pagestream.jobs.local..",
        "io.pagestream.jobs.convert..",
        "io.pagestream.jobs.view..",
        "io.pagestream.jobs.ask..",
        "io.pagestream.jobs.demo..",
        "io.pagestream.jobs.bench..",
        "io.pagestream.jobs.evaluate..",
        "io.pagestream.jobs.plan..",
        "io.pagestream.jobs.parity..",
        "io.pagestream.jobs.gpucheck..",
        "io.pagestream.jobs.cluster..",
        "io.pagestream.jobs.replay..",
        "io.pagestream.jobs.send..",
        "io.pagestream.jobs.serve.."
    };

    @ArchTest
    static final ArchRule THE_PIPELINE_KNOWS_NO_PROGRAM = noClasses()
            .that()
            .resideInAnyPackage("io.pagestream.jobs.pipeline..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.pagestream.jobs",
                    "io.pagestream.jobs.command..",
                    "io.pagestream.jobs.embedded..",
                    "io.pagestream.jobs.stream..")
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage(PROGRAMS)
            .because("the same stream runs in every program");

    @ArchTest
    static final ArchRule THE_JOB_KNOWS_THE_PIPELINE_ONLY = noClasses()
            .that()
            .resideInAPackage("io.pagestream.jobs.stream..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.pagestream.jobs", "io.pagestream.jobs.command..", "io.pagestream.jobs.embedded..", "picocli..")
            .because("the job's jar for a cluster holds no command line");

    @ArchTest
    static final ArchRule WHAT_PROGRAMS_SHARE_KNOWS_NONE_OF_THEM = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.pagestream.jobs.command..", "io.pagestream.jobs.embedded..", "io.pagestream.jobs.web..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(PROGRAMS)
            .because("arrows point down");

    @ArchTest
    static final ArchRule PROGRAMS_DO_NOT_KNOW_EACH_OTHER = SlicesRuleDefinition.slices()
            .matching(
                    "io.pagestream.jobs.(local|convert|view|ask|demo|bench|evaluate|plan|parity|gpucheck|cluster|replay|send|serve)"
                            + "..")
            .should()
            .notDependOnEachOther()
            .because("two programs that share something share it in command, embedded or web");

    @ArchTest
    static final ArchRule NOBODY_BUT_ITS_CHECK_NAMES_A_CARD = noClasses()
            .that()
            .resideOutsideOfPackage("io.pagestream.jobs.gpucheck..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.pagestream.gpu..", "io.pagestream.compute.cpu..")
            .because("devices are found as services, by the name that a person gave");
}
