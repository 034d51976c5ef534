package io.pagestream.operators.reading;

import io.pagestream.models.task.Region;
import io.pagestream.schemas.Box;
import java.util.DoubleSummaryStatistics;

/** What a model points at, as results say it. */
public final class Boxes {

    private Boxes() {}

    /**
     * The box around {@code region}.
     *
     * @param top how far below the top of the page the picture began in which it was found, pixels
     */
    public static Box around(Region region, int top) {
        DoubleSummaryStatistics x =
                region.corners().stream().mapToDouble(Region.Point::x).summaryStatistics();
        DoubleSummaryStatistics y =
                region.corners().stream().mapToDouble(Region.Point::y).summaryStatistics();
        return new Box(x.getMin(), top + y.getMin(), x.getMax(), top + y.getMax());
    }
}
