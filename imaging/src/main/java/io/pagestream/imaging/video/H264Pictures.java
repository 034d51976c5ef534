package io.pagestream.imaging.video;

import io.pagestream.imaging.decode.DecodeException.Reason;
import io.pagestream.imaging.decode.Refused;
import io.pagestream.imaging.pixels.RgbImage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jcodec.codecs.h264.H264Decoder;
import org.jcodec.codecs.h264.POCManager;
import org.jcodec.codecs.h264.decode.DeblockerInput;
import org.jcodec.codecs.h264.decode.SliceDecoder;
import org.jcodec.codecs.h264.decode.deblock.DeblockingFilter;
import org.jcodec.codecs.h264.io.model.Frame;
import org.jcodec.codecs.h264.io.model.NALUnitType;
import org.jcodec.codecs.h264.io.model.SeqParameterSet;
import org.jcodec.codecs.h264.io.model.SliceHeader;

/**
 * Decodes H.264 pictures in the order of the stream, with the slice decoder and the deblocking filter of JCodec. The
 * library's own {@code H264Decoder} is not used: it starts threads that never end, and keeps as many pictures as a stream
 * asks for. Belongs to one thread.
 */
final class H264Pictures {

    private static final int SLICE = 1;
    private static final int SLICE_OF_FIRST = 5;

    private static final int UNFILTERED = 1;

    private final H264Setup setup;
    private final POCManager order = new POCManager();
    private ReferencePictures references;
    private SeqParameterSet sequence;

    H264Pictures(H264Setup setup) {
        this.setup = setup;
    }

    /**
     * Decodes one picture; whatever it refers to must have been decoded before.
     *
     * @param picture its bytes, which are written to
     * @return pixels in YUV 4:2:0, to be cropped; nobody may write to them, for later pictures refer to them
     */
    Frame decode(ByteBuffer picture) {
        List<GuardedSlice> slices = slices(picture).stream()
                .map(unit -> GuardedSlice.of(unit, setup))
                .filter(slice -> slice.getSliceHeader().redundantPicCnt == 0)
                .toList();
        if (slices.isEmpty()) {
            throw new Refused(Reason.CORRUPT, "a picture without a slice");
        }
        SliceHeader header = slices.get(0).getSliceHeader();
        boolean startsAnew = slices.get(0).getNALUnit().type == NALUnitType.IDR_SLICE;
        sequence = header.sps;
        if (references == null || startsAnew) {
            references = new ReferencePictures(sequence);
        }
        DeblockerInput blocks = new DeblockerInput(sequence);
        Frame result = H264Decoder.createFrame(
                sequence,
                planes(sequence),
                header.frameNum,
                header.sliceType,
                blocks.mvs,
                blocks.refsUsed,
                order.calcPOC(header, slices.get(0).getNALUnit()));
        for (GuardedSlice slice : slices) {
            new SliceDecoder(sequence, references.shortTerm, references.longTerm, blocks, result)
                    .decodeFromReader(slice);
        }
        if (header.disableDeblockingFilterIdc != UNFILTERED) {
            new DeblockingFilter(sequence.picWidthInMbsMinus1 + 1, 8, blocks).deblockFrame(result);
        }
        if (slices.get(0).getNALUnit().nal_ref_idc != 0) {
            references.keep(result, header, startsAnew);
        }
        return result;
    }

    /** As {@link #decode}, cropped and in RGB. */
    RgbImage decodeToRgb(ByteBuffer picture) {
        Frame frame = decode(picture);
        return new YuvToRgb(sequence).convert(frame);
    }

    /** Whether decoding may start at this picture: nothing before it is referred to any more. */
    boolean startsAnew(ByteBuffer picture) {
        return (firstSlice(picture) & 31) == SLICE_OF_FIRST;
    }

    /** Whether another picture may refer to this one. */
    boolean isReferredTo(ByteBuffer picture) {
        return (firstSlice(picture) >> 5 & 3) != 0;
    }

    /** The first byte of the first slice: importance and type. */
    private int firstSlice(ByteBuffer picture) {
        List<ByteBuffer> slices = slices(picture.duplicate());
        if (slices.isEmpty()) {
            throw new Refused(Reason.CORRUPT, "a picture without a slice");
        }
        return slices.get(0).get(0);
    }

    /**
     * The units that hold slices. Parameter sets inside the stream are left out: in MP4 they only repeat those of the
     * header, which were checked.
     */
    private List<ByteBuffer> slices(ByteBuffer picture) {
        List<ByteBuffer> units = new ArrayList<>();
        while (picture.remaining() > setup.lengthBytes) {
            long length = 0;
            for (int i = 0; i < setup.lengthBytes; i++) {
                length = length << 8 | picture.get() & 0xff;
            }
            if (length < 1 || length > picture.remaining()) {
                throw new Refused(
                        Reason.CORRUPT, "a unit of " + length + " bytes where " + picture.remaining() + " are left");
            }
            ByteBuffer unit = picture.slice(picture.position(), (int) length);
            picture.position(picture.position() + (int) length);
            int type = unit.get(0) & 31;
            if (type == SLICE || type == SLICE_OF_FIRST) {
                units.add(unit);
            }
        }
        return units;
    }

    private static byte[][] planes(SeqParameterSet sequence) {
        int pixels = (sequence.picWidthInMbsMinus1 + 1) * (sequence.picHeightInMapUnitsMinus1 + 1) * 256;
        return new byte[][] {new byte[pixels], new byte[pixels / 4], new byte[pixels / 4]};
    }
}
