package io.pagestream.imaging.video;

import io.pagestream.imaging.decode.DecodeException.Reason;
import io.pagestream.imaging.decode.Refused;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jcodec.codecs.h264.io.model.Frame;
import org.jcodec.codecs.h264.io.model.RefPicMarking;
import org.jcodec.codecs.h264.io.model.SeqParameterSet;
import org.jcodec.codecs.h264.io.model.SliceHeader;
import org.jcodec.common.IntObjectMap;

/**
 * The decoded pictures that later ones may refer to (ITU-T H.264, 8.2.5). Never more than the sequence announced,
 * whatever the stream asks for, so that memory stays bounded. Belongs to one thread.
 */
final class ReferencePictures {

    /** By frame number. */
    final Frame[] shortTerm;
    /** By long-term index. */
    final IntObjectMap<Frame> longTerm = new IntObjectMap<>();

    /** What lies in {@code shortTerm}, by frame number. */
    private final Map<Integer, Frame> near = new TreeMap<>();

    private final int most;

    ReferencePictures(SeqParameterSet sequence) {
        shortTerm = new Frame[1 << (sequence.log2MaxFrameNumMinus4 + 4)];
        most = Math.max(1, sequence.numRefFrames);
    }

    /** Keeps {@code picture}, which was just decoded, and drops what its header says. */
    void keep(Frame picture, SliceHeader header, boolean startsAnew) {
        if (startsAnew) {
            clear();
            if (header.refPicMarkingIDR != null && header.refPicMarkingIDR.isUseForlongTerm()) {
                putLong(0, picture);
            } else {
                putShort(header.frameNum, picture);
            }
            return;
        }
        boolean kept = false;
        if (header.refPicMarkingNonIDR != null) {
            for (RefPicMarking.Instruction order : header.refPicMarkingNonIDR.getInstructions()) {
                kept |= follow(order, picture, header.frameNum);
            }
        }
        while (near.size() + longTerm.size() >= (kept ? most + 1 : most)) {
            dropOldest(header.frameNum);
        }
        if (!kept) {
            putShort(header.frameNum, picture);
        }
    }

    /** @return whether the current picture became a long-term one */
    private boolean follow(RefPicMarking.Instruction order, Frame picture, int frameNumber) {
        switch (order.getType()) {
            case REMOVE_SHORT -> removeShort(back(frameNumber, order.getArg1()));
            case REMOVE_LONG -> removeLong(order.getArg1());
            case CONVERT_INTO_LONG -> {
                int number = back(frameNumber, order.getArg1());
                Frame moved = near.remove(number);
                shortTerm[number] = null;
                if (moved != null) {
                    putLong(order.getArg2(), moved);
                }
            }
            case TRUNK_LONG -> {
                for (int index : longTerm.keys()) {
                    if (index >= order.getArg1()) {
                        removeLong(index);
                    }
                }
            }
            case MARK_LONG -> {
                putLong(order.getArg1(), picture);
                return true;
            }
            case CLEAR ->
                throw new Refused(
                        Reason.UNSUPPORTED_TYPE, "H.264 that clears its references within a sequence is not read");
        }
        return false;
    }

    /** The frame number that lies {@code distance} before {@code frameNumber}; numbers go round. */
    private int back(int frameNumber, int distance) {
        return Math.floorMod(frameNumber - distance, shortTerm.length);
    }

    private void dropOldest(int frameNumber) {
        if (near.isEmpty()) {
            removeLong(longTerm.keys()[0]);
            return;
        }
        int oldest = near.keySet().stream()
                .reduce((a, b) -> back(frameNumber, a) >= back(frameNumber, b) ? a : b)
                .orElseThrow();
        removeShort(oldest);
    }

    private void putShort(int frameNumber, Frame picture) {
        removeShort(frameNumber);
        near.put(frameNumber, picture);
        shortTerm[frameNumber] = picture;
    }

    private void putLong(int index, Frame picture) {
        removeLong(index);
        picture.setShortTerm(false);
        longTerm.put(index, picture);
    }

    private void removeShort(int frameNumber) {
        release(near.remove(frameNumber));
        shortTerm[frameNumber] = null;
    }

    private void removeLong(int index) {
        release(longTerm.get(index));
        longTerm.remove(index);
    }

    private void clear() {
        near.keySet().stream().toList().forEach(this::removeShort);
        for (int index : longTerm.keys()) {
            removeLong(index);
        }
    }

    /** A picture remembers its own references, and these theirs: the chain is cut here, or none would ever be freed. */
    private static void release(Frame picture) {
        if (picture != null) {
            Arrays.fill(picture.getRefsUsed(), null);
        }
    }
}
