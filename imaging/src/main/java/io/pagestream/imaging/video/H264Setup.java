package io.pagestream.imaging.video;

import io.pagestream.imaging.decode.DecodeException.Reason;
import io.pagestream.imaging.decode.Refused;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jcodec.codecs.h264.H264Utils;
import org.jcodec.codecs.h264.io.model.PictureParameterSet;
import org.jcodec.codecs.h264.io.model.SeqParameterSet;
import org.jcodec.common.logging.LogLevel;
import org.jcodec.common.logging.Logger;
import org.jcodec.common.model.ColorSpace;

/**
 * What an MP4 file says about its H.264 pictures before the first one: the box {@code avcC} (ISO/IEC 14496-15, 5.3.3).
 * Whatever the decoder could not do is refused here, with its name.
 */
final class H264Setup {

    private static final int SEQUENCE = 7;
    private static final int PICTURE = 8;
    private static final int MOST_REFERENCES = 16;
    private static final String SCALING = "scaling matrices"; // decoded to other pixels without a word

    static {
        // Of the library; without it each block that is refused here would also be printed.
        Logger.setLevel(LogLevel.ERROR);
    }

    /** Bytes in which the length of each unit is written. */
    final int lengthBytes;

    private final long maxPixels;
    private final Map<Integer, SeqParameterSet> sequences = new HashMap<>();
    private final Map<Integer, PictureParameterSet> pictures = new HashMap<>();

    H264Setup(ByteBuffer avcC, long maxPixels) {
        this.maxPixels = maxPixels;
        avcC.position(avcC.position() + 4); // version, profile, compatibility, level
        lengthBytes = (avcC.get() & 3) + 1;
        for (int left = avcC.get() & 31; left > 0; left--) {
            ByteBuffer unit = unit(avcC, SEQUENCE);
            H264Utils.unescapeNAL(unit);
            SeqParameterSet set = SeqParameterSet.read(unit);
            check(set);
            sequences.put(set.seqParameterSetId, set);
        }
        for (int left = avcC.get() & 255; left > 0; left--) {
            ByteBuffer unit = unit(avcC, PICTURE);
            H264Utils.unescapeNAL(unit);
            PictureParameterSet set = PictureParameterSet.read(unit);
            refuse(set.constrainedIntraPredFlag, "constrained intra prediction");
            refuse(set.extended != null && set.extended.scalingMatrix != null, SCALING);
            refuse(set.numSliceGroupsMinus1 > 0, "slice groups");
            pictures.put(set.picParameterSetId, set);
        }
    }

    SeqParameterSet sequence(int id) {
        return known(sequences, id);
    }

    PictureParameterSet picture(int id) {
        return known(pictures, id);
    }

    private static <T> T known(Map<Integer, T> sets, int id) {
        T set = sets.get(id);
        if (set == null) {
            throw new Refused(Reason.CORRUPT, "a parameter set " + id + " is needed, the file has " + sets.keySet());
        }
        return set;
    }

    /** A copy, for the library writes into what it reads. */
    private static ByteBuffer unit(ByteBuffer avcC, int type) {
        byte[] bytes = new byte[avcC.getShort() & 0xffff];
        avcC.get(bytes);
        if (bytes.length < 2 || (bytes[0] & 31) != type) {
            throw new Refused(Reason.CORRUPT, "a parameter set of " + bytes.length + " bytes is not of type " + type);
        }
        return ByteBuffer.wrap(bytes, 1, bytes.length - 1).slice();
    }

    private void check(SeqParameterSet set) {
        refuse(set.profileIdc != 66 && set.profileIdc != 77 && set.profileIdc != 100, "profile " + set.profileIdc);
        refuse(set.bitDepthLumaMinus8 != 0 || set.bitDepthChromaMinus8 != 0, "more than 8 bits");
        refuse(set.chromaFormatIdc != ColorSpace.YUV420J, "another chroma format than 4:2:0");
        refuse(!set.frameMbsOnlyFlag || set.mbAdaptiveFrameFieldFlag, "interlaced pictures");
        refuse(set.scalingMatrix != null, SCALING);
        refuse(set.qpprimeYZeroTransformBypassFlag, "lossless blocks");
        long wide = set.picWidthInMbsMinus1 + 1L;
        long high = set.picHeightInMapUnitsMinus1 + 1L;
        if (wide < 1 || high < 1 || wide > 4096 || high > 4096) {
            throw new Refused(Reason.CORRUPT, "pictures of " + wide + " x " + high + " blocks");
        }
        if (wide * high * 256 > maxPixels) {
            throw new Refused(
                    Reason.TOO_MANY_PIXELS,
                    "frames of " + wide * 16 + " x " + high * 16 + " pixels, at most " + maxPixels + " are allowed");
        }
        if (set.numRefFrames < 0
                || set.numRefFrames > MOST_REFERENCES
                || set.log2MaxFrameNumMinus4 < 0
                || set.log2MaxFrameNumMinus4 > 12) {
            throw new Refused(Reason.CORRUPT, "numbers that H.264 does not allow in a description of the sequence");
        }
        if (set.frameCroppingFlag
                && (Math.min(
                                        Math.min(set.frameCropLeftOffset, set.frameCropRightOffset),
                                        Math.min(set.frameCropTopOffset, set.frameCropBottomOffset))
                                < 0
                        || 2L * set.frameCropLeftOffset + 2L * set.frameCropRightOffset >= wide * 16
                        || 2L * set.frameCropTopOffset + 2L * set.frameCropBottomOffset >= high * 16)) {
            throw new Refused(Reason.CORRUPT, "nothing is left of the pictures after cropping");
        }
    }

    private static void refuse(boolean found, String what) {
        if (found) {
            throw new Refused(
                    Reason.UNSUPPORTED_TYPE,
                    "H.264 with " + what + " is not read; convert the video to the main or high profile, 8 bits, 4:2:0,"
                            + " progressive");
        }
    }
}
