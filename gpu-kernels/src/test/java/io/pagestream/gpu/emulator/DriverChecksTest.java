package io.pagestream.gpu.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUfunction;
import jcuda.driver.CUfunction_attribute;
import jcuda.driver.CUgraph;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.Test;

/** Mistakes of the program around the kernels. */
@RequiresEmulator
@SuppressWarnings("try") // a card that is only there to be the current context
class DriverChecksTest {

    @Test
    void memoryIsCountedAndFreedOnlyOnce() {
        try (EmulatedCard ignored = new EmulatedCard()) {
            long before = Emulator.liveDeviceBytes();
            CUdeviceptr pointer = new CUdeviceptr();
            EmulatedCard.check(JCudaDriver.cuMemAlloc(pointer, 1000));
            Pointer pinned = new Pointer();
            EmulatedCard.check(JCudaDriver.cuMemHostAlloc(pinned, 500, 0));

            assertThat(Emulator.liveDeviceBytes()).isEqualTo(before + 1000);
            assertThat(Emulator.livePinnedBytes()).isEqualTo(500);
            assertThat(JCudaDriver.cuMemFree(pointer)).isZero();
            assertThat(JCudaDriver.cuMemFree(pointer)).isEqualTo(CUresult.CUDA_ERROR_INVALID_VALUE);
            assertThat(JCudaDriver.cuMemFreeHost(pinned)).isZero();
            assertThat(Emulator.liveDeviceBytes()).isEqualTo(before);
            assertThat(Emulator.livePinnedBytes()).isZero();
        }
    }

    @Test
    void aCopyBeyondAnAllocationIsRefused() {
        try (EmulatedCard card = new EmulatedCard()) {
            CUdeviceptr pointer = card.allocate(100);

            assertThat(JCudaDriver.cuMemcpyHtoD(pointer, Pointer.to(new byte[101]), 101))
                    .isEqualTo(CUresult.CUDA_ERROR_INVALID_VALUE);
            assertThat(JCudaDriver.cuMemcpyHtoD(pointer.withByteOffset(50), Pointer.to(new byte[50]), 50))
                    .isZero();
        }
    }

    @Test
    void moreSharedMemoryMustBeAskedFor() {
        try (EmulatedCard card = new EmulatedCard()) {
            CUfunction function = EmulatedCard.function(card.load("planted.cu", "-DFIXED=1"), "out_of_bounds");
            CUdeviceptr values = card.upload(new float[64]);
            int bytes = 60 << 10;

            assertThat(card.launch(function, 1, 64, bytes, values, values))
                    .isEqualTo(CUresult.CUDA_ERROR_INVALID_VALUE);
            EmulatedCard.check(JCudaDriver.cuFuncSetAttribute(
                    function, CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, bytes));
            EmulatedCard.check(card.launch(function, 1, 64, bytes, values, values));
        }
    }

    @Test
    void aThreadWithoutContextIsRefused() throws InterruptedException {
        try (EmulatedCard ignored = new EmulatedCard()) {
            AtomicInteger status = new AtomicInteger();
            Thread other = new Thread(() -> status.set(JCudaDriver.cuMemAlloc(new CUdeviceptr(), 1)));
            other.start();
            other.join();

            assertThat(status).hasValue(CUresult.CUDA_ERROR_INVALID_CONTEXT);
        }
    }

    @Test
    void waitingForACapturedStreamIsRefused() {
        try (EmulatedCard card = new EmulatedCard()) {
            EmulatedCard.check(JCudaDriver.cuStreamBeginCapture(card.stream(), 0));
            try {
                assertThat(JCudaDriver.cuStreamSynchronize(card.stream()))
                        .isEqualTo(CUresult.CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED);
            } finally {
                CUgraph graph = new CUgraph();
                EmulatedCard.check(JCudaDriver.cuStreamEndCapture(card.stream(), graph));
                JCudaDriver.cuGraphDestroy(graph);
            }
        }
    }

    @Test
    void anythingElseIsRefusedByName() {
        try (EmulatedCard ignored = new EmulatedCard()) {
            assertThat(JCudaDriver.cuStreamAttachMemAsync(new CUstream(), new CUdeviceptr(), 0, 0))
                    .isEqualTo(CUresult.CUDA_ERROR_NOT_SUPPORTED);
        }
    }
}
