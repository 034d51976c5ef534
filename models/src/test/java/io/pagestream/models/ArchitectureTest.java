package io.pagestream.models;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.pagestream", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOM = "io.pagestream.models";

    @ArchTest
    static final ArchRule the_room_stands_on_compute_alone = noClasses()
            .that()
            .resideInAPackage(ROOM + "..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.pagestream.schemas..",
                    "io.pagestream.imaging..",
                    "io.pagestream.formats..",
                    "io.pagestream.gpu..",
                    "io.pagestream.engine..",
                    "io.pagestream.operators..",
                    "io.pagestream.jobs..",
                    "org.apache.flink..",
                    "org.apache.avro..")
            .because("what to compute is known without pixels, engine, Flink or a particular card");

    @ArchTest
    static final ArchRule no_device_is_known_by_name = noClasses()
            .that()
            .resideInAPackage(ROOM + "..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.pagestream.compute.cpu..", "jcuda..", "org.bytedeco..")
            .because("devices are opened by their names and used through their door");

    @ArchTest
    static final ArchRule config_and_cache_know_nothing_of_the_house = noClasses()
            .that()
            .resideInAnyPackage(ROOM + ".config..", ROOM + ".cache..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    ROOM,
                    ROOM + ".weights..",
                    ROOM + ".tokenize..",
                    ROOM + ".prompt..",
                    ROOM + ".vision..",
                    ROOM + ".language..",
                    "io.pagestream.compute..")
            .because("they are the ground of the room, and operators read configuration without anything else");

    @ArchTest
    static final ArchRule weights_know_the_device_door_only = noClasses()
            .that()
            .resideInAPackage(ROOM + ".weights..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    ROOM,
                    ROOM + ".config..",
                    ROOM + ".cache..",
                    ROOM + ".tokenize..",
                    ROOM + ".prompt..",
                    ROOM + ".vision..",
                    ROOM + ".language..")
            .because("files, names and shapes are the same for every model");

    @ArchTest
    static final ArchRule tokenizers_know_no_model = noClasses()
            .that()
            .resideInAPackage(ROOM + ".tokenize..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    ROOM,
                    ROOM + ".config..",
                    ROOM + ".weights..",
                    ROOM + ".prompt..",
                    ROOM + ".vision..",
                    ROOM + ".language..",
                    "io.pagestream.compute..")
            .because("text to ids and back needs nothing but the tokenizer's files");

    @ArchTest
    static final ArchRule prompts_know_tokenizers_and_configuration_only = noClasses()
            .that()
            .resideInAPackage(ROOM + ".prompt..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    ROOM,
                    ROOM + ".weights..",
                    ROOM + ".cache..",
                    ROOM + ".vision..",
                    ROOM + ".language..",
                    "io.pagestream.compute..")
            .because("a prompt is written on any thread, without a device");

    @ArchTest
    static final ArchRule tasks_know_dialogues_only = noClasses()
            .that()
            .resideInAPackage(ROOM + ".task..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    ROOM,
                    ROOM + ".config..",
                    ROOM + ".weights..",
                    ROOM + ".cache..",
                    ROOM + ".tokenize..",
                    ROOM + ".vision..",
                    ROOM + ".language..",
                    "io.pagestream.compute..")
            .because("what to ask and how to read an answer is the same for every engine");

    @ArchTest
    static final ArchRule vision_knows_no_language = noClasses()
            .that()
            .resideInAPackage(ROOM + ".vision..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOM, ROOM + ".language..", ROOM + ".prompt..", ROOM + ".tokenize..", ROOM + ".cache..")
            .because("an encoder serves any decoder");

    @ArchTest
    static final ArchRule language_knows_no_vision = noClasses()
            .that()
            .resideInAPackage(ROOM + ".language..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOM, ROOM + ".vision..", ROOM + ".prompt..", ROOM + ".tokenize..", ROOM + ".cache..")
            .because("a decoder takes vectors, wherever they come from");

    @ArchTest
    static final ArchRule golden_data_know_dialogues_only = noClasses()
            .that()
            .resideInAPackage(ROOM + ".golden..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    ROOM,
                    ROOM + ".config..",
                    ROOM + ".weights..",
                    ROOM + ".cache..",
                    ROOM + ".tokenize..",
                    ROOM + ".vision..",
                    ROOM + ".language..",
                    ROOM + ".parity..",
                    "io.pagestream.compute..")
            .because("a judge shares no code with the accused");

    @ArchTest
    static final ArchRule nobody_reads_with_the_judge = noClasses()
            .that()
            .resideInAPackage(ROOM + "..")
            .and()
            .resideOutsideOfPackages(ROOM + ".golden..", ROOM + ".parity..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOM + ".golden..", ROOM + ".parity..")
            .because("what is compared does not know that it is");

    @ArchTest
    static final ArchRule one_class_knows_the_tokenizer_library = noClasses()
            .that()
            .resideInAPackage(ROOM + "..")
            .and()
            .doNotHaveSimpleName("NativeTokenizer")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl..")
            .because("its manners are minded in one place");
}
