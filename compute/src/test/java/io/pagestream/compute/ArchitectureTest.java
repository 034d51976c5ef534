package io.pagestream.compute;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.pagestream.compute", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule THE_DOOR_KNOWS_NO_DEVICE = classes()
            .that()
            .resideInAPackage("io.pagestream.compute")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.pagestream.compute", "java..")
            .because("models and devices meet at this door; devices are found as services");

    @ArchTest
    static final ArchRule THE_CPU_DEVICE_KNOWS_TENSORS_ONLY = classes()
            .that()
            .resideInAPackage("io.pagestream.compute.cpu..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.pagestream.compute..", "java..", "org.bytedeco..", "com.sun.jna..", "com.sun.management..")
            .because("a device computes; models, engine and Flink stand above it");

    @ArchTest
    static final ArchRule ONLY_THE_PROVIDER_OF_THE_CPU_DEVICE_IS_PUBLIC = noClasses()
            .that()
            .resideInAPackage("io.pagestream.compute.cpu..")
            .and()
            .areTopLevelClasses()
            .and()
            .doNotHaveSimpleName("CpuDeviceProvider")
            .should()
            .bePublic()
            .because("everything behind the door is package-private");
}
