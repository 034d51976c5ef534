package io.pagestream.formats;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.pagestream.formats", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule A_FORMAT_KNOWS_RECORDS_AND_PICTURES_ONLY = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.pagestream.formats..",
                    "io.pagestream.schemas..",
                    "io.pagestream.imaging.decode..",
                    "io.pagestream.imaging.pixels..",
                    "io.pagestream.imaging.upright..",
                    "com.fasterxml.jackson..",
                    "org.apache.avro..",
                    "org.apache.pdfbox..",
                    "org.apache.xmpbox..",
                    "org.commonmark..",
                    "java..",
                    "javax.xml..")
            .because("a writer needs neither Flink nor a device, and is tested by the programs that read its format");
}
