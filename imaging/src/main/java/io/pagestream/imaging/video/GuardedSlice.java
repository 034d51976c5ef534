package io.pagestream.imaging.video;

import io.pagestream.imaging.decode.DecodeException.Reason;
import io.pagestream.imaging.decode.Refused;
import java.nio.ByteBuffer;
import org.jcodec.codecs.common.biari.MDecoder;
import org.jcodec.codecs.h264.H264Utils;
import org.jcodec.codecs.h264.decode.MBlock;
import org.jcodec.codecs.h264.decode.SliceHeaderReader;
import org.jcodec.codecs.h264.decode.SliceReader;
import org.jcodec.codecs.h264.decode.aso.MapManager;
import org.jcodec.codecs.h264.io.CABAC;
import org.jcodec.codecs.h264.io.CAVLC;
import org.jcodec.codecs.h264.io.model.MBType;
import org.jcodec.codecs.h264.io.model.NALUnit;
import org.jcodec.codecs.h264.io.model.PictureParameterSet;
import org.jcodec.codecs.h264.io.model.SeqParameterSet;
import org.jcodec.codecs.h264.io.model.SliceHeader;
import org.jcodec.codecs.h264.io.model.SliceType;
import org.jcodec.common.io.BitReader;

/**
 * JCodec's reader of a slice, kept from what it does badly: reading on for ever behind the end of a damaged slice, and
 * decoding what it cannot to other pixels without a word (found by comparing it with FFmpeg).
 */
final class GuardedSlice extends SliceReader {

    private GuardedSlice(
            PictureParameterSet picture,
            CABAC cabac,
            CAVLC[] cavlc,
            MDecoder arithmetic,
            BitReader bits,
            SliceHeader header,
            NALUnit unit) {
        super(
                picture,
                cabac,
                cavlc,
                arithmetic,
                bits,
                new MapManager(header.sps, picture).getMapper(header),
                header,
                unit);
    }

    /** @param unit the whole unit, which is written to */
    static GuardedSlice of(ByteBuffer unit, H264Setup setup) {
        NALUnit start = NALUnit.read(unit);
        H264Utils.unescapeNAL(unit);
        BitReader bits = BitReader.createBitReader(unit);
        SliceHeader header = SliceHeaderReader.readPart1(bits);
        PictureParameterSet picture = setup.picture(header.picParameterSetId);
        SeqParameterSet sequence = setup.sequence(picture.seqParameterSetId);
        header.pps = picture;
        header.sps = sequence;
        SliceHeaderReader.readPart2(header, start, sequence, picture, bits);
        if (header.sliceType == SliceType.B && !header.directSpatialMvPredFlag) {
            throw new Refused(
                    Reason.UNSUPPORTED_TYPE,
                    "H.264 with temporal direct prediction is not read; convert the video with spatial prediction");
        }
        CAVLC[] cavlc = {
            new CAVLC(sequence, picture, 2, 2), new CAVLC(sequence, picture, 1, 1), new CAVLC(sequence, picture, 1, 1)
        };
        CABAC cabac = new CABAC(sequence.picWidthInMbsMinus1 + 1);
        MDecoder arithmetic = null;
        if (picture.entropyCodingModeFlag) {
            bits.terminate();
            int[][] models = new int[2][1024];
            int quantizer = picture.picInitQpMinus26 + 26 + header.sliceQpDelta;
            cabac.initModels(models, header.sliceType, header.cabacInitIdc, quantizer);
            arithmetic = new EndingDecoder(unit, models);
        }
        return new GuardedSlice(picture, cabac, cavlc, arithmetic, bits, header, start);
    }

    @Override
    public boolean readMacroblock(MBlock block) {
        boolean read = super.readMacroblock(block);
        if (read && block.curMbType == MBType.I_PCM) {
            throw new Refused(Reason.UNSUPPORTED_TYPE, "H.264 with uncompressed blocks is not read; convert the video");
        }
        return read;
    }

    /** Ends shortly behind the end of its bytes; the library's own gives zeros for ever. */
    private static final class EndingDecoder extends MDecoder {

        private static final int BITS_BEHIND = 64;

        private final ByteBuffer bytes;
        private int behind;

        EndingDecoder(ByteBuffer bytes, int[][] models) {
            super(bytes, models);
            this.bytes = bytes;
        }

        @Override
        protected void readOneByte() {
            // Called by the constructor above, too, before there is a field.
            if (bytes != null && !bytes.hasRemaining() && ++behind > BITS_BEHIND) {
                throw new Refused(Reason.CORRUPT, "a slice goes on behind its end");
            }
            super.readOneByte();
        }
    }
}
