package io.pagestream.imaging.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameSamplingTest {

    @Test
    void everyRowEqualsTheReferences() throws IOException {
        List<String> lines = Files.readAllLines(Videos.path("sampling.csv"));
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",");
            int total = Integer.parseInt(cells[1]);
            double rate = Double.parseDouble(cells[2]);
            int frames = Integer.parseInt(cells[5]);
            int[] indices = switch (cells[0]) {
                case "middles" ->
                    cells[3].isEmpty()
                            ? FrameSampling.middles(total, frames)
                            : FrameSampling.middles(
                                    total, rate, Double.parseDouble(cells[3]), Double.parseDouble(cells[4]), frames);
                case "even" -> FrameSampling.even(total, frames);
                case "second" -> FrameSampling.eachSecond(total, rate, frames);
                default -> throw new AssertionError(line);
            };
            assertThat(indices)
                    .as(line)
                    .isEqualTo(Arrays.stream(cells[6].split(" "))
                            .mapToInt(Integer::parseInt)
                            .toArray());
            assertThat(indices).isSorted();
            assertThat(indices[indices.length - 1]).isLessThan(total);
        }
        assertThat(lines).hasSizeGreaterThan(140);
    }

    @Test
    void aSlowVideoGivesEveryFrame() {
        assertThat(FrameSampling.eachSecond(4, 0.2, 32)).containsExactly(0, 1, 2, 3);
    }

    @Test
    void whatCannotBeSampledIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> FrameSampling.middles(0, 8));
        assertThatIllegalArgumentException().isThrownBy(() -> FrameSampling.middles(10, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> FrameSampling.even(7, 8));
        assertThatIllegalArgumentException().isThrownBy(() -> FrameSampling.eachSecond(10, Double.NaN, 8));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FrameSampling.middles(100, 25, 7, 9, 8))
                .withMessageContaining("no frame lies between second 7.0 and second 9.0");
    }
}
