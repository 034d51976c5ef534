package io.pagestream.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GpuCheckTest {

    private static final String EMULATOR = System.getProperty("pagestream.emulator");

    @TempDir
    Path folder;

    /** The emulator that gpu-kernels builds: everything runs to its end, and no time means anything. */
    @Test
    void a_card_that_is_right_passes_and_is_written_about() throws Exception {
        boolean there = EMULATOR != null && Files.exists(Path.of(EMULATOR, "libcuda.so.1"));
        assertThat(there || System.getenv("PAGESTREAM_REQUIRE_EMULATOR") == null)
                .as("PAGESTREAM_REQUIRE_EMULATOR is set, and the emulator is in %s", EMULATOR)
                .isTrue();
        assumeTrue(there, "the CUDA emulator was not built: gpu-check is not tested here");
        System.setProperty("pagestream.cache", "target/cuda-cache");
        Path report = folder.resolve("card.md");

        Path golden = Path.of(System.getProperty("pagestream.golden"), "internvl25-qwen-tied-tiny");

        Typed typed = Typed.command("gpu-check", "--quick", "--golden", golden.toString(), "--out", report.toString());

        assertThat(typed.code()).as(typed.err()).isZero();
        assertThat(typed.out()).isEmpty();
        assertThat(typed.err()).contains("comparing cuda:0:f32 with the CPU", "measuring; ceilings: copy");
        String text = Files.readString(report);
        assertThat(text)
                .startsWith("# Check of a card, passed")
                .contains(
                        "`pagestream gpu-check --quick --golden ", "| card | ", "No device held memory after its work.")
                .contains("these times say that everything runs")
                .containsPattern("\\| cuda:0:f32, small and odd shapes \\| (\\d\\d) \\| \\1 \\|")
                .containsPattern("\\| cuda:0, small and odd shapes \\| (\\d\\d) \\| \\1 \\|")
                .doesNotContain("1B model |", "## What");
        assertThat(text).containsPattern("\\| internvl25-qwen-tied-tiny \\| (\\d\\d) \\| \\1 \\|");
        assertThat(text.lines().filter(line -> line.matches(".*(GB|TFLOP)/s \\| .* % \\|$")))
                .hasSize(21);
    }

    @Test
    void a_device_that_is_no_card_is_a_usage_error() {
        Typed typed = Typed.command("gpu-check", "--device", "cpu");

        assertThat(typed.code()).isEqualTo(2);
        assertThat(typed.err()).contains("--device takes a card such as cuda:0; found 'cpu'");
    }

    @Test
    void golden_data_that_are_not_there_are_a_usage_error() {
        Typed typed = Typed.command("gpu-check", "--golden", folder.toString());

        assertThat(typed.code()).isEqualTo(2);
        assertThat(typed.err()).contains("--golden takes a checkpoint with golden/", folder.toString());
    }

    @Test
    void a_report_without_a_folder_is_refused_before_anything_runs() {
        Typed typed = Typed.command(
                "gpu-check", "--out", folder.resolve("nowhere/card.md").toString());

        assertThat(typed.code()).isEqualTo(2);
        assertThat(typed.err()).contains("there is no folder for the report").doesNotContain("comparing");
    }

    @Test
    void a_card_that_is_not_there_is_one_sentence() {
        Typed typed = Typed.command("gpu-check", "--device", "cuda:999");

        assertThat(typed.code()).isEqualTo(1);
        assertThat(typed.out()).isEmpty();
        assertThat(typed.err().lines()).singleElement().asString().contains("cannot open 'cuda:999'");
    }
}
