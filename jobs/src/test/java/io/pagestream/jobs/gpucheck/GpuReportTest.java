package io.pagestream.jobs.gpucheck;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.compute.MemoryTag;
import io.pagestream.gpu.bench.Comparison;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GpuReportTest {

    private final GpuReport report = new GpuReport("a card", "pagestream gpu-check", Map.of("cores", 2), false);

    @Test
    void nothing_compared_is_no_pass() {
        assertThat(report.passes()).isFalse();
        assertThat(report.markdown()).startsWith("# Check of a card, FAILED");
    }

    @Test
    void what_holds_and_gives_its_memory_back_passes() {
        report.compared("cuda:0", new Comparison("add [1, 2]", 1e-3, 3e-2, ""));
        report.kept("cuda:0", Map.of(MemoryTag.WEIGHTS, 0L));

        assertThat(report.passes()).isTrue();
        assertThat(report.markdown())
                .contains("passed", "| cores | 2 |", "| cuda:0 | 1 | 1 | 1.0e-03 (add [1, 2]) | 3e-02 |");
    }

    @Test
    void a_wrong_result_is_named() {
        report.compared("cuda:0", new Comparison("add [1, 2]", 1e-3, 3e-2, ""));
        report.compared("cuda:0", new Comparison("gelu [1, 2]", 0.5, 3e-2, "element 1 is 3, the CPU computes 2"));

        assertThat(report.passes()).isFalse();
        assertThat(report.markdown())
                .contains("## What is wrong", "- cuda:0: gelu [1, 2]: element 1 is 3, the CPU computes 2")
                .contains("| cuda:0 | 2 | 1 | 5.0e-01 (gelu [1, 2]) |");
    }

    @Test
    void memory_that_is_kept_is_named() {
        report.compared("cuda:0", new Comparison("add [1, 2]", 0, 3e-2, ""));
        report.kept("cuda:0", Map.of(MemoryTag.WEIGHTS, 512L));

        assertThat(report.passes()).isFalse();
        assertThat(report.markdown())
                .contains("- cuda:0: 512 bytes of WEIGHTS")
                .doesNotContain("No device held memory");
    }

    @Test
    void a_failure_is_named_and_breaks_no_table() {
        report.compared("cuda:0", new Comparison("add | two", 0, 3e-2, ""));
        report.failed("cuda:0", "the card\nis | gone");

        assertThat(report.passes()).isFalse();
        assertThat(report.markdown())
                .contains("- cuda:0: the card is / gone", "(add / two)")
                .doesNotContain("No device held memory");
    }
}
