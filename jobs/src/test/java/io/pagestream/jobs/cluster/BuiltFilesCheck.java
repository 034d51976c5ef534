package io.pagestream.jobs.cluster;

import static io.pagestream.jobs.cluster.DeployFiles.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** After {@code package}: what the Dockerfile takes from the build is there, and is what it is taken for. */
class BuiltFilesCheck {

    private static final Path TARGET = ROOT.resolve("jobs/target");

    @Test
    void what_the_images_take_from_the_build_is_there() throws Exception {
        List<String> taken = Pattern.compile("jobs/target/[a-z-]+(\\.jar)?")
                .matcher(DeployFiles.text("Dockerfile"))
                .results()
                .map(found -> found.group())
                .distinct()
                .toList();

        assertThat(taken)
                .hasSize(3)
                .allSatisfy(file -> assertThat(ROOT.resolve(file)).exists());
        assertThat(jars(TARGET.resolve("flink-plugins/s3-fs-native")))
                .containsExactly("flink-s3-fs-native-" + DeployFiles.pom("flink.version") + ".jar");
        assertThat(jars(TARGET.resolve("flink-lib")))
                .anyMatch(jar -> jar.startsWith("pagestream-engine-"))
                .anyMatch(jar -> jar.startsWith("jcuda-"));
    }

    /** What has a native library must not be loaded by the job's class loader, and the job must find what it begins with. */
    @Test
    void the_job_and_the_libraries_share_no_class_of_ours() throws Exception {
        try (JarFile job = new JarFile(TARGET.resolve("pagestream-job.jar").toFile())) {
            List<String> classes = job.stream()
                    .map(Object::toString)
                    .filter(name -> name.startsWith("io/pagestream/"))
                    .toList();

            assertThat(job.getManifest().getMainAttributes().getValue("Main-Class"))
                    .isEqualTo("io.pagestream.jobs.stream.RunStream");
            assertThat(classes)
                    .contains("io/pagestream/jobs/stream/RunStream.class")
                    .noneMatch(name -> name.matches("io/pagestream/(imaging|compute|gpu|models|engine)/.*"));
        }
    }

    private static List<String> jars(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
