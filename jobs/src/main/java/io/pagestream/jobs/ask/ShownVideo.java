package io.pagestream.jobs.ask;

import io.pagestream.engine.Tilers;
import io.pagestream.imaging.decode.DecodeException;
import io.pagestream.imaging.tile.MontageTiler;
import io.pagestream.imaging.tile.TileBatch;
import io.pagestream.imaging.tile.Tiler;
import io.pagestream.imaging.video.FrameMontage;
import io.pagestream.imaging.video.FrameSampling;
import io.pagestream.imaging.video.VideoFrames;
import io.pagestream.imaging.video.VideoLimits;
import io.pagestream.models.config.VisionConfig;
import io.pagestream.models.task.Images;
import io.pagestream.models.task.TaskFamily;
import io.pagestream.schemas.CodeVersion;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Frames of a video. InternVL is shown the middles of equal parts, one tile each (model cards); XComposer-2.5 one frame for
 * each second, thinned out, on one sheet ({@code ixc_utils.py}).
 */
final class ShownVideo implements Shown {

    private static final int FRAMES_OF_INTERNVL = 8; // num_segments of the model cards
    private static final int FRAMES_OF_XCOMPOSER = 32; // load_video of the reference
    private static final byte[] FILE_TYPE = "ftyp".getBytes(StandardCharsets.US_ASCII);

    private final VideoFrames video;
    private final int[] frames;
    private final boolean sheet;

    private ShownVideo(VideoFrames video, int[] frames, boolean sheet) {
        this.video = video;
        this.frames = frames;
        this.sheet = sheet;
    }

    /** Whether {@code file} begins as MP4 and QuickTime files do. */
    static boolean isVideo(byte[] file) {
        return file.length >= 8 && Arrays.equals(file, 4, 8, FILE_TYPE, 0, FILE_TYPE.length);
    }

    /**
     * @param frames to be shown, at most; 0 for as many as the family's reference shows
     * @throws IllegalArgumentException when the family was not made for videos
     * @throws DecodeException when it is no video that can be read within the limits
     */
    static ShownVideo open(byte[] file, TaskFamily family, int frames) throws DecodeException {
        if (family != TaskFamily.INTERNVL && family != TaskFamily.XCOMPOSER2D5) {
            throw new IllegalArgumentException("models of " + family
                    + " were not made for videos; take InternVL or XComposer-2.5, or ask about single frames");
        }
        VideoFrames video = VideoFrames.open(file, VideoLimits.DEFAULT);
        if (family == TaskFamily.INTERNVL) {
            int wanted = frames == 0 ? FRAMES_OF_INTERNVL : frames;
            return new ShownVideo(video, FrameSampling.middles(video.count(), wanted), false);
        }
        int wanted = frames == 0 ? FRAMES_OF_XCOMPOSER : frames;
        return new ShownVideo(video, FrameSampling.eachSecond(video.count(), video.framesPerSecond(), wanted), true);
    }

    @Override
    public Images images() {
        return Images.frames(sheet ? 1 : frames.length);
    }

    /** Ours, from the slices up. */
    @Override
    public String renderer() {
        return "pagestream-h264-" + CodeVersion.get();
    }

    @Override
    public List<TileBatch> tiles(VisionConfig vision, int maxTiles) throws DecodeException {
        if (sheet) {
            Tiler tiler = new MontageTiler(vision.imageSide(), MOST);
            return List.of(tiler.tile(FrameMontage.of(video.select(frames), 2 * vision.imageSide())));
        }
        Tiler tiler = Tilers.of(vision, maxTiles);
        return video.select(frames, tiler::tile);
    }

    @Override
    public void close() {
        // Nothing is open between two selections.
    }
}
