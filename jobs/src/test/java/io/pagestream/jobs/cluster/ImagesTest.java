package io.pagestream.jobs.cluster;

import static io.pagestream.jobs.cluster.DeployFiles.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The Dockerfile, as far as it can be judged without building: names, versions, files, and who runs in the images. */
class ImagesTest {

    private static final List<String> RUN_TIME = List.of("cpu", "cuda");

    /** Instructions with their continuation lines, comments left out. */
    private List<String> instructions;

    @BeforeEach
    void read() throws IOException {
        String text = DeployFiles.text("Dockerfile").replaceAll("(?m)^\\s*#.*\\R", "");
        instructions = text.replaceAll("\\\\\\R\\s*", "")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    @Test
    void versions_are_those_of_the_build() throws Exception {
        String jcuda = DeployFiles.pom("jcuda.version");

        assertThat(argument("FLINK")).isEqualTo(DeployFiles.pom("flink.version"));
        assertThat(argument("JDK_IMAGE"))
                .startsWith("eclipse-temurin:" + DeployFiles.pom("maven.compiler.release") + ".");
        assertThat(argument("JRE_IMAGE")).isEqualTo(argument("JDK_IMAGE").replace("-jdk-", "-jre-"));
        assertThat(argument("CUDA_IMAGE"))
                .matches("nvidia/cuda:" + jcuda.substring(0, jcuda.lastIndexOf('.')) + "\\.\\d+-runtime-.*");
    }

    @Test
    void base_images_are_pinned_and_named_once() {
        assertThat(matches("FROM (\\S+) AS .*")).isNotEmpty().allMatch(image -> image.matches("\\$\\{[A-Z]+_IMAGE}"));
        assertThat(matches("ARG [A-Z]+_IMAGE=(.*)"))
                .allMatch(image -> image.matches("\\S+:\\S*\\d+\\.\\d+\\.\\d+\\S*"));
    }

    @Test
    void every_copied_file_is_there_or_built() throws Exception {
        List<String> stages = matches("FROM \\S+ AS (\\S+)");
        List<String> fromHere = matches("COPY (?!--from)(?:--\\S+ )*(.+) \\S+");
        List<String> fromStages = matches("COPY --from=(\\S+) .*");

        assertThat(stages).containsAll(fromStages).containsAll(RUN_TIME);
        assertThat(fromHere).isNotEmpty();
        for (String sources : fromHere) {
            for (String source : sources.split(" ")) {
                assertThat(ROOT.resolve(source)).exists();
            }
        }
    }

    @Test
    void what_the_build_needs_is_not_ignored() throws Exception {
        List<String> ignored =
                DeployFiles.text("Dockerfile.dockerignore").lines().toList();

        assertThat(ignored).contains(".git", "**/target");
        for (String module : Files.readString(ROOT.resolve("pom.xml")).split("<module>")) {
            String name = module.split("</module>")[0];
            assertThat(ignored).doesNotContain(name);
        }
        assertThat(ignored).doesNotContain("mvnw", ".mvn", "pom.xml", "deploy", "LICENSE", "NOTICE");
    }

    @Test
    void nobody_is_root_and_health_is_asked() {
        for (String stage : RUN_TIME) {
            List<String> own = stage(stage);

            assertThat(own).as(stage).contains("USER 9999:9999").anyMatch(line -> line.startsWith("HEALTHCHECK "));
            assertThat(own.indexOf("USER 9999:9999"))
                    .as("%s: nothing is done as root behind USER", stage)
                    .isGreaterThan(own.lastIndexOf(last(own, "RUN ")))
                    .isGreaterThan(own.lastIndexOf(last(own, "COPY ")));
        }
    }

    /** Both images differ in Java and the card's libraries, and in nothing else. */
    @Test
    void both_images_do_the_same() {
        List<String> cpu = new ArrayList<>(stage("cpu"));
        List<String> cuda = new ArrayList<>(stage("cuda"));
        cuda.removeIf(line -> line.contains("/opt/java/openjdk /opt/java/openjdk") || line.contains("/built/cuda/"));
        cpu.removeIf(line -> line.startsWith("FROM ") || line.startsWith("ENV "));
        cuda.removeIf(line -> line.startsWith("FROM ") || line.startsWith("ENV "));

        assertThat(cuda).isEqualTo(cpu);
    }

    /** The rules of hadolint that nothing else here sees: DL3009, DL3015, DL3002, DL3025, DL4000. */
    @Test
    void packages_leave_nothing_behind() {
        assertThat(matches("RUN (apt-get .*)"))
                .isNotEmpty()
                .allMatch(run -> run.contains("apt-get install -y --no-install-recommends "))
                .allMatch(run -> run.contains("rm -rf /var/lib/apt/lists/*"))
                .noneMatch(run -> run.contains("sudo"));
        assertThat(instructions.stream().filter(line -> line.matches("(CMD|ENTRYPOINT) .*")))
                .allMatch(line -> line.matches("(CMD|ENTRYPOINT) \\[.*]"));
        assertThat(instructions).noneMatch(line -> line.startsWith("MAINTAINER") || line.contains(":latest"));
    }

    private String argument(String name) {
        return matches("ARG " + name + "=(.*)").get(0);
    }

    private List<String> matches(String pattern) {
        return instructions.stream()
                .map(Pattern.compile(pattern)::matcher)
                .filter(Matcher::matches)
                .map(found -> found.group(1))
                .toList();
    }

    private List<String> stage(String name) {
        List<String> own = new ArrayList<>();
        boolean inside = false;
        for (String line : instructions) {
            inside = line.startsWith("FROM ") ? line.endsWith(" AS " + name) : inside;
            if (inside) {
                own.add(line);
            }
        }
        return own;
    }

    private static String last(List<String> lines, String begin) {
        return lines.stream()
                .filter(line -> line.startsWith(begin))
                .reduce((one, next) -> next)
                .orElseThrow();
    }
}
