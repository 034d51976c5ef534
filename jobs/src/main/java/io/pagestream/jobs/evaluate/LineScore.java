package io.pagestream.jobs.evaluate;

import io.pagestream.schemas.Box;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.PageText;

/**
 * A line of the true text with what was read of it, each empty where the other has no counterpart.
 *
 * @param page where it was read; null when it was not
 * @param box of its ink in pixels of the upright page; null when it is not known
 */
record LineScore(OcrResult document, String truth, String found, PageText page, Box box, Edits edits) {}
