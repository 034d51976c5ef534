package io.pagestream.imaging.upright;

import io.pagestream.imaging.pixels.RgbImage;

/** Whether pages are set upright by their ink. */
public enum UprightRule {
    /** Where the ink says clearly how a page lies. */
    AUTO,
    /** Never: pages are read as the document shows them. */
    OFF;

    public UprightPage of(RgbImage page) {
        return this == AUTO ? UprightPage.of(page) : UprightPage.untouched(page);
    }
}
