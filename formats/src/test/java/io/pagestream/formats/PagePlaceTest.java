package io.pagestream.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pagestream.schemas.Box;
import java.awt.geom.AffineTransform;
import java.awt.geom.Point2D;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagePlaceTest {

    private static final int WIDTH = 1654;
    private static final int HEIGHT = 2339;

    @ParameterizedTest
    @CsvSource({"0", "90", "180", "270"})
    void aQuarterTurnIsTakenBackExactly(int turned) {
        boolean onSide = turned % 180 != 0;
        PagePlace place = new PagePlace(onSide ? HEIGHT : WIDTH, onSide ? WIDTH : HEIGHT, turned, 0, 595.44, 842.04);

        assertThat(place.storedWidth()).isEqualTo(WIDTH);
        assertThat(place.storedHeight()).isEqualTo(HEIGHT);
        assertThat(PagePlace.around(
                        new Box(0.0, 0.0, (double) place.width(), (double) place.height()), place.toPoints()))
                .satisfies(box -> assertBox(box, 0, 0, 595.44, 842.04, 1e-9));
    }

    @Test
    void aBoxNearTheLeftTopCornerOfAPageThatWasTurnedClockwiseLayNearItsLeftBottomCorner() {
        PagePlace place = new PagePlace(HEIGHT, WIDTH, 90, 0, 595.44, 842.04);

        Box stored = PagePlace.around(new Box(100.0, 10.0, 300.0, 40.0), place.toStored());

        assertBox(stored, 10, HEIGHT - 300, 40, HEIGHT - 100, 1e-9);
    }

    @ParameterizedTest
    @CsvSource({"0,0.5", "0,-5", "90,3", "180,-1.3", "270,5", "90,-4.97"})
    void aPointGoesToTheUprightPageAndBack(int turned, double skew) {
        double angle = Math.toRadians(Math.abs(skew));
        int levelWidth = turned % 180 == 0 ? WIDTH : HEIGHT;
        int levelHeight = turned % 180 == 0 ? HEIGHT : WIDTH;
        int width = (int) Math.round(levelWidth * Math.cos(angle) + levelHeight * Math.sin(angle));
        int height = (int) Math.round(levelWidth * Math.sin(angle) + levelHeight * Math.cos(angle));
        PagePlace place = new PagePlace(width, height, turned, skew, 595, 842);

        assertThat(place.storedWidth()).isCloseTo(WIDTH, within(1));
        assertThat(place.storedHeight()).isCloseTo(HEIGHT, within(1));
        for (Point2D point : new Point2D[] {new Point2D.Double(0, 0), new Point2D.Double(1600, 40.5)}) {
            Point2D upright = place.fromStored().transform(point, null);
            assertThat(upright.getX()).isBetween(-1.0, width + 1.0);
            assertThat(upright.getY()).isBetween(-1.0, height + 1.0);
            assertThat(place.toStored().transform(upright, null).distance(point))
                    .isLessThan(1e-9);
        }
    }

    /** By hand: a quarter turn brings the point right of the middle below it; a skew of the half of a right angle is refused. */
    @Test
    void turnsAreClockwise() {
        PagePlace turned = new PagePlace(200, 100, 90, 0, 0, 0);
        PagePlace skewed = new PagePlace(1000, 1000, 0, 2, 0, 0);

        assertThat(turned.fromStored().transform(new Point2D.Double(60, 100), null))
                .isEqualTo(new Point2D.Double(100, 60));
        AffineTransform back = skewed.toStored();
        assertThat(back.transform(new Point2D.Double(900, 500), null).getY())
                .as("the right end of a level line lay higher on the page that had to be turned clockwise")
                .isLessThan(back.transform(new Point2D.Double(100, 500), null).getY());
        assertThatThrownBy(() -> new PagePlace(10, 10, 45, 0, 0, 0)).hasMessageContaining("got 45");
        assertThatThrownBy(() -> new PagePlace(10, 10, 0, 45, 0, 0)).hasMessageContaining("got 45");
        assertThatThrownBy(turned::toPoints).hasMessageContaining("points");
    }

    private static void assertBox(Box box, double left, double top, double right, double bottom, double give) {
        assertThat(box.getLeft()).isCloseTo(left, within(give));
        assertThat(box.getTop()).isCloseTo(top, within(give));
        assertThat(box.getRight()).isCloseTo(right, within(give));
        assertThat(box.getBottom()).isCloseTo(bottom, within(give));
    }
}
