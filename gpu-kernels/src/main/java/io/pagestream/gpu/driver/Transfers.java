package io.pagestream.gpu.driver;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.JCudaDriver;

/**
 * Bytes to the card and back, through pinned memory in pieces. Uploads are queued: the host fills one piece while the card
 * reads another, and waits only when all pieces are on their way. Downloads wait for everything queued before.
 */
public final class Transfers implements AutoCloseable {

    private static final int PIECE_BYTES = 4 << 20;
    private static final int PIECES = 8;
    private static final int ALIGNMENT = 16;

    private final CudaContext context;
    private final Piece[] pieces = new Piece[PIECES];
    private PinnedMemory incoming;
    private int current;
    private int used;

    public Transfers(CudaContext context) {
        this.context = context;
    }

    /** Pinned memory, and the event that says when the card has read it. */
    private static final class Piece {
        final PinnedMemory memory = new PinnedMemory(PIECE_BYTES);
        final CUevent read = new CUevent();

        Piece() {
            Check.driver(
                    JCudaDriver.cuEventCreate(read, CUevent_flags.CU_EVENT_DISABLE_TIMING),
                    "making an event of uploads");
        }
    }

    /** Puts {@code count} bytes, from {@code offset} of what is uploaded on, into {@code to} at {@code at}. */
    @FunctionalInterface
    public interface Source {
        void put(ByteBuffer to, int at, long offset, int count);
    }

    /** Takes {@code count} bytes from {@code from}, which stand at {@code offset} of what is downloaded. */
    @FunctionalInterface
    public interface Target {
        void take(ByteBuffer from, long offset, int count);
    }

    /** Queues the copy of {@code bytes} bytes to {@code address}; the source is read before this returns. */
    public void upload(long address, long bytes, Source source) {
        context.enter();
        long done = 0;
        while (done < bytes) {
            Piece piece = pieceWithRoom();
            int count = (int) Math.min(bytes - done, PIECE_BYTES - used);
            source.put(piece.memory.bytes(), used, done, count);
            Check.driver(
                    JCudaDriver.cuMemcpyHtoDAsync(
                            DevicePointer.of(address + done), piece.memory.at(used), count, context.stream()),
                    "uploading " + count + " bytes");
            done += count;
            used = (used + count + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        }
    }

    /** The bytes from the position to the limit of {@code buffer}, in its order. */
    public void upload(long address, ByteBuffer buffer) {
        int position = buffer.position();
        upload(
                address,
                buffer.remaining(),
                (to, at, offset, count) -> to.put(at, buffer, position + (int) offset, count));
    }

    public void upload(long address, int... values) {
        upload(
                address,
                4L * values.length,
                (to, at, offset, count) -> to.slice(at, count)
                        .order(ByteOrder.nativeOrder())
                        .asIntBuffer()
                        .put(values, (int) (offset / 4), count / 4));
    }

    private Piece pieceWithRoom() {
        if (used >= PIECE_BYTES) {
            Check.driver(
                    JCudaDriver.cuEventRecord(pieces[current].read, context.stream()),
                    "recording the end of an upload");
            current = (current + 1) % PIECES;
            used = 0;
            if (pieces[current] != null) {
                Check.driver(JCudaDriver.cuEventSynchronize(pieces[current].read), "waiting for an upload");
            }
        }
        if (pieces[current] == null) {
            pieces[current] = new Piece();
        }
        return pieces[current];
    }

    /** Waits for the card and hands over {@code bytes} bytes from {@code address}. */
    public void download(long address, long bytes, Target target) {
        context.enter();
        if (incoming == null) {
            incoming = new PinnedMemory(PIECE_BYTES);
        }
        for (long done = 0; done < bytes; done += PIECE_BYTES) {
            int count = (int) Math.min(bytes - done, PIECE_BYTES);
            Check.driver(
                    JCudaDriver.cuMemcpyDtoHAsync(
                            incoming.at(0), DevicePointer.of(address + done), count, context.stream()),
                    "downloading " + count + " bytes");
            context.await();
            target.take(incoming.bytes(), done, count);
        }
    }

    @Override
    public void close() {
        context.enter();
        for (Piece piece : pieces) {
            if (piece != null) {
                JCudaDriver.cuEventDestroy(piece.read);
                piece.memory.close();
            }
        }
        if (incoming != null) {
            incoming.close();
        }
    }
}
