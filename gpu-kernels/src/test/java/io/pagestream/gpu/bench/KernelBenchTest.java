package io.pagestream.gpu.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.compute.Device;
import io.pagestream.compute.Devices;
import io.pagestream.gpu.TestCard;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class KernelBenchTest {

    @Test
    void everyCaseIsRightAndMeasured() throws Exception {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (Device card = TestCard.open("cuda:0");
                Device cpu = Devices.open("cpu:f32")) {
            new KernelBench(card, cpu, true, new PrintStream(text, true, StandardCharsets.UTF_8)).run();

            assertThat(card.liveBytes().values()).containsOnly(0L);
        }

        String report = text.toString(StandardCharsets.UTF_8);
        assertThat(report).contains("ceilings: copy", "attend, answers [2, 896]", "attendWithin [34, 128]");
        assertThat(report.lines().filter(line -> line.contains(" us "))).hasSize(21);
    }
}
