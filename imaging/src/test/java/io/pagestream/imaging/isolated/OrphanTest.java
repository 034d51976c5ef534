package io.pagestream.imaging.isolated;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.imaging.decode.DecodeLimits;
import io.pagestream.imaging.decode.RenderRule;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OrphanTest {

    /** A parent: says the number of its child while that decodes what never ends. */
    public static final class Parent {
        public static void main(String[] args) throws Exception {
            DecodeLimits limits = new DecodeLimits(1 << 20, 1 << 20, 9, Duration.ofMinutes(5), Duration.ofMinutes(5));
            ProcessOptions options = new ProcessOptions(RenderRule.DEFAULT, limits, 64 << 20, 1);
            var places = new java.util.LinkedHashSet<>(ChildCommand.classPath());
            places.add(Path.of("target", "test-classes").toAbsolutePath());
            DecoderPool pool =
                    DecoderPool.started(options, ChildCommand.of(options, HostileMain.class.getName(), places));
            var cursor = IsolatedCursor.open(pool, "!hang".getBytes(), "");
            ProcessHandle.current().children().forEach(child -> System.out.println(child.pid()));
            cursor.page(1);
        }
    }

    @Test
    void aChildEndsWithItsParentAlthoughThatIsKilledAndLeavesNoFile() throws Exception {
        List<String> before = temporaryFiles();
        ProcessBuilder command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                Parent.class.getName());
        Process parent = command.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        ProcessHandle child = ProcessHandle.of(
                        Long.parseLong(new BufferedReader(new InputStreamReader(parent.getInputStream())).readLine()))
                .orElseThrow();
        Thread.sleep(500); // so that it is in its loop
        assertThat(child.isAlive()).isTrue();

        parent.destroyForcibly().waitFor();

        child.onExit().get(10, TimeUnit.SECONDS);
        assertThat(temporaryFiles()).isEqualTo(before);
    }

    private static List<String> temporaryFiles() throws Exception {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("hsperfdata")
                            || name.startsWith("hs_err")
                            || name.startsWith("imageio")
                            || name.startsWith("PDFBox"))
                    .sorted()
                    .toList();
        }
    }
}
