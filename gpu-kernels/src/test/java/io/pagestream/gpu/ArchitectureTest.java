package io.pagestream.gpu;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.pagestream.gpu", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule A_CARD_KNOWS_THE_DEVICE_DOOR_ONLY = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.pagestream.gpu..", "io.pagestream.compute", "jcuda..", "java..")
            .because("a device is found as a service and knows no model, no pixels and no Flink");
}
