package io.pagestream.jobs.command;

import io.pagestream.imaging.decode.DecodeException;
import io.pagestream.imaging.decode.DecodeLimits;
import io.pagestream.imaging.decode.PageCursor;
import io.pagestream.imaging.decode.RenderRule;
import io.pagestream.imaging.isolated.IsolatedDecoder;
import io.pagestream.imaging.isolated.ProcessOptions;
import io.pagestream.imaging.pixels.RgbImage;
import io.pagestream.imaging.resample.Filter;
import io.pagestream.imaging.resample.PillowResampler;
import io.pagestream.imaging.upright.Pose;
import io.pagestream.operators.fault.Reasons;
import io.pagestream.operators.fault.RecordFault;
import io.pagestream.schemas.ClaimCheck;
import io.pagestream.schemas.PageText;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;

/**
 * Pictures of pages as the model was shown them: upright and level, so that boxes fit. Documents are decoded in a child process:
 * they are no more trusted than when they were read. One picture at a time, by any thread.
 */
public final class PagePictures implements AutoCloseable {

    /** Pixels of the longer side. */
    private static final int LONGEST_SIDE = 1600;

    private static final int KEPT = 32;
    private static final RenderRule RULE = new RenderRule(150, 2400, RenderRule.Orientation.UPRIGHT);
    private static final ProcessOptions ONE_CHILD = new ProcessOptions(RULE, DecodeLimits.DEFAULT, 512L << 20, 1);

    private final NamedSources sources;
    private final Map<Key, byte[]> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, byte[]> eldest) {
            return size() > KEPT;
        }
    };
    private IsolatedDecoder decoder;
    private ClaimCheck openSource;
    private PageCursor open;

    private record Key(ClaimCheck source, int index, Pose pose) {}

    public PagePictures(NamedSources sources) {
        this.sources = sources;
    }

    /**
     * The page as a JPEG.
     *
     * @throws RecordFault when the document is not there, not the one that was read, or cannot be decoded
     */
    public synchronized byte[] jpeg(ClaimCheck source, PageText page) throws RecordFault, IOException {
        Key key = new Key(source, page.getIndex(), new Pose(page.getTurned(), page.getSkew()));
        byte[] picture = kept.get(key);
        if (picture == null) {
            picture = jpeg(picture(source, page));
            kept.put(key, picture);
        }
        return picture;
    }

    /**
     * The page as pixels, which are not kept.
     *
     * @throws RecordFault as of {@link #jpeg}
     */
    public synchronized BufferedImage picture(ClaimCheck source, PageText page) throws RecordFault, IOException {
        return upright(decoded(source, page.getIndex()), new Pose(page.getTurned(), page.getSkew()));
    }

    private RgbImage decoded(ClaimCheck source, int index) throws RecordFault, IOException {
        try {
            if (!source.equals(openSource)) {
                closeDocument();
                byte[] bytes = sources.read(source);
                if (decoder == null) {
                    decoder = IsolatedDecoder.lease(ONE_CHILD);
                }
                open = decoder.open(bytes, "");
                openSource = source;
            }
            return open.page(index);
        } catch (DecodeException e) {
            throw new RecordFault(Reasons.of(e.reason()), e.getMessage(), e);
        }
    }

    /** Turned as the page was for the model, and made small enough for a screen. */
    public static BufferedImage upright(RgbImage stored, Pose pose) {
        double fit = Math.min(1, (double) LONGEST_SIDE / Math.max(stored.width(), stored.height()));
        int width = Math.max(1, (int) Math.round(stored.width() * fit));
        int height = Math.max(1, (int) Math.round(stored.height() * fit));
        RgbImage small = fit < 1 ? PillowResampler.resize(stored, width, height, Filter.BICUBIC) : stored;
        int uprightWidth = (int) Math.round(pose.uprightWidth(width, height));
        int uprightHeight = (int) Math.round(pose.uprightHeight(width, height));
        BufferedImage upright = new BufferedImage(uprightWidth, uprightHeight, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = upright.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, uprightWidth, uprightHeight);
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(buffered(small), pose.place(width, height, uprightWidth, uprightHeight), null);
        graphics.dispose();
        return upright;
    }

    private static BufferedImage buffered(RgbImage image) {
        BufferedImage buffered = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        byte[] from = image.pixels();
        int[] row = new int[image.width()];
        for (int y = 0, i = 0; y < image.height(); y++) {
            for (int x = 0; x < row.length; x++, i += 3) {
                row[x] = (from[i] & 0xff) << 16 | (from[i + 1] & 0xff) << 8 | from[i + 2] & 0xff;
            }
            buffered.getRaster().setDataElements(0, y, row.length, 1, row);
        }
        return buffered;
    }

    private static byte[] jpeg(BufferedImage image) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (!ImageIO.write(image, "jpeg", out)) {
            throw new IOException("this Java has no writer of JPEG");
        }
        return out.toByteArray();
    }

    private void closeDocument() {
        if (open != null) {
            open.close();
        }
        open = null;
        openSource = null;
    }

    @Override
    public synchronized void close() {
        closeDocument();
        if (decoder != null) {
            decoder.close();
            decoder = null;
        }
    }
}
