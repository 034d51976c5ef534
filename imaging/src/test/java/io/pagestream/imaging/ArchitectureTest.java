package io.pagestream.imaging;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.pagestream.imaging", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule PIXELS_KNOW_NOBODY = noClasses()
            .that()
            .resideInAPackage("io.pagestream.imaging.pixels..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages("io.pagestream.imaging.pixels..", "java..")
            .because("an image is bytes with a width and a height; whoever makes or uses it stands above");

    @ArchTest
    static final ArchRule RESAMPLING_KNOWS_PIXELS = noClasses()
            .that()
            .resideInAPackage("io.pagestream.imaging.resample..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages("io.pagestream.imaging.resample..", "io.pagestream.imaging.pixels..", "java..")
            .because("resampling is arithmetic that must agree with Pillow to the byte, and nothing more");

    @ArchTest
    static final ArchRule TILES_KNOW_PIXELS_AND_RESAMPLING = noClasses()
            .that()
            .resideInAPackage("io.pagestream.imaging.tile..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages(
                    "io.pagestream.imaging.tile..",
                    "io.pagestream.imaging.resample..",
                    "io.pagestream.imaging.pixels..",
                    "java..")
            .because("tiles are cut from pixels, whatever document these came from");

    @ArchTest
    static final ArchRule INK_KNOWS_PIXELS = noClasses()
            .that()
            .resideInAPackage("io.pagestream.imaging.ink..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages("io.pagestream.imaging.ink..", "io.pagestream.imaging.pixels..", "java..")
            .because("whether a page is empty does not depend on where it came from");

    @ArchTest
    static final ArchRule TEXT_KNOWS_NO_PIXELS = noClasses()
            .that()
            .resideInAPackage("io.pagestream.imaging.text..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages(
                    "io.pagestream.imaging.text..", "org.apache.pdfbox..", "org.apache.fontbox..", "java..")
            .because("what a document says of its text is taken without drawing it, and judged without a model");

    @ArchTest
    static final ArchRule UPRIGHT_KNOWS_INK = noClasses()
            .that()
            .resideInAPackage("io.pagestream.imaging.upright..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages(
                    "io.pagestream.imaging.upright..",
                    "io.pagestream.imaging.ink..",
                    "io.pagestream.imaging.pixels..",
                    "java..")
            .because("how a page lies is told by its ink alone, whatever document it came from");

    @ArchTest
    static final ArchRule DECODING_KNOWS_PIXELS = noClasses()
            .that()
            .resideInAPackage("io.pagestream.imaging.decode..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.pagestream.imaging.resample..", "io.pagestream.imaging.tile..", "io.pagestream.imaging.video..")
            .because("how a page is cut is the model's business and not the document's");

    @ArchTest
    static final ArchRule WHO_DECODES_ELSEWHERE_IS_KNOWN_TO_NO_DECODER = noClasses()
            .that()
            .resideOutsideOfPackage("io.pagestream.imaging.isolated..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.pagestream.imaging.isolated..")
            .because("a decoder is the same in every process");

    @ArchTest
    static final ArchRule ISOLATION_KNOWS_DECODING_ONLY = noClasses()
            .that()
            .resideInAPackage("io.pagestream.imaging.isolated..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.pagestream.imaging.resample..",
                    "io.pagestream.imaging.tile..",
                    "io.pagestream.imaging.video..",
                    "org.apache.pdfbox..")
            .because("what crosses between processes is what a cursor gives, whichever library makes it");

    @ArchTest
    static final ArchRule VIDEO_KNOWS_NO_TILE = noClasses()
            .that()
            .resideInAPackage("io.pagestream.imaging.video..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.pagestream.imaging.tile..")
            .because("a frame or a montage is a picture like any other to whoever cuts it");

    @ArchTest
    static final ArchRule ONLY_VIDEO_KNOWS_ITS_LIBRARY = noClasses()
            .that()
            .resideOutsideOfPackage("io.pagestream.imaging.video..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.pagestream.imaging.video..", "org.jcodec..")
            .because("the library for videos is to be replaceable, and documents are read without it");

    @ArchTest
    static final ArchRule JPEG_2000_IS_PLAIN_JAVA = noClasses()
            .that()
            .resideInAPackage("io.pagestream.imaging.decode.jpeg2000..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages("io.pagestream.imaging.decode.jpeg2000..", "java..")
            .because("a decoder of hostile bytes is to be tested alone, and must not reach native code");

    @ArchTest
    static final ArchRule IMAGING_IS_THE_GROUND = noClasses()
            .that()
            .resideInAPackage("io.pagestream.imaging..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.pagestream.schemas..",
                    "io.pagestream.compute..",
                    "io.pagestream.models..",
                    "io.pagestream.engine..",
                    "io.pagestream.operators..",
                    "io.pagestream.jobs..",
                    "org.apache.flink..",
                    "org.apache.avro..")
            .because("exact pixels are provable only where neither records, devices nor streams are known");
}
