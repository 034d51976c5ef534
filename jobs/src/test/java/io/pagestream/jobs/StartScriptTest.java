package io.pagestream.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts the commands, with a Java that only says in which locale it was started. */
class StartScriptTest {

    @TempDir
    Path home;

    @BeforeEach
    void aBuiltProject() throws Exception {
        Files.copy(Path.of("../pagestream"), home.resolve("pagestream"));
        Files.createDirectories(home.resolve("jobs/target"));
        Files.createFile(home.resolve("jobs/target/pagestream-start.jar"));
        Path java = Files.createDirectories(home.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, """
                #!/bin/sh
                case $1 in
                  -version) echo 'openjdk version "17.0.1"' >&2 ;;
                  *) echo "LC_ALL=${LC_ALL:-}" ;;
                esac
                """);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void whereNoLocaleIsSetJavaCanStillNameEveryFile() throws Exception {
        assertThat(started(Map.of())).isEqualTo("LC_ALL=C.UTF-8");
        assertThat(started(Map.of("LANG", "C"))).isEqualTo("LC_ALL=C.UTF-8");
        assertThat(started(Map.of("LC_ALL", "POSIX", "LANG", "de_DE.UTF-8"))).isEqualTo("LC_ALL=C.UTF-8");
    }

    @Test
    void aLocaleThatKnowsAllLettersIsKept() throws Exception {
        assertThat(started(Map.of("LANG", "de_DE.UTF-8"))).isEqualTo("LC_ALL=");
        assertThat(started(Map.of("LC_CTYPE", "en_US.utf8"))).isEqualTo("LC_ALL=");
        assertThat(started(Map.of("LC_ALL", "C.UTF-8"))).isEqualTo("LC_ALL=C.UTF-8");
    }

    private String started(Map<String, String> locale) throws Exception {
        ProcessBuilder script =
                new ProcessBuilder("sh", home.resolve("pagestream").toString(), "demo").redirectErrorStream(true);
        script.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
        script.environment().put("JAVA_HOME", home.resolve("jdk").toString());
        script.environment().putAll(locale);
        Process process = script.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return said.strip();
    }
}
