package io.pagestream.gpu.driver;

import io.pagestream.compute.DeviceException;
import java.nio.charset.StandardCharsets;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;

/** One card, and the stream that all its work is queued on. May be driven by different threads, one after the other. */
public final class CudaContext implements AutoCloseable {

    /** bf16 products of tensor cores and asynchronous copies to shared memory begin with Ampere. */
    private static final int LEAST_CAPABILITY = 80;

    private static final int NAME_BYTES = 256;

    /** Which context the driver holds for each thread; asking the driver would cost a call for each launch. */
    private static final ThreadLocal<CudaContext> CURRENT = new ThreadLocal<>();

    private final String name;
    private final CUdevice device;
    private final CUcontext context = new CUcontext();
    private final CUstream stream = new CUstream();
    private final int driverVersion;
    private boolean closed;

    private CudaContext(String name, CUdevice device, int driverVersion) {
        this.name = name;
        this.device = device;
        this.driverVersion = driverVersion;
    }

    /**
     * Opens card number {@code ordinal}.
     *
     * @param name for messages, for example {@code cuda:0}
     * @throws DeviceException when a library, the driver or the card is missing, or too old: says what to do
     */
    public static CudaContext open(String name, int ordinal) {
        CudaLibraries.load(name);
        String cannot = "cannot open '" + name + "': ";
        int status = JCudaDriver.cuInit(0);
        if (status != CUresult.CUDA_SUCCESS) {
            throw new DeviceException(cannot + "the NVIDIA driver does not start: " + Check.name(status)
                    + "; does nvidia-smi show the card, and does the container have it (--gpus)?");
        }
        int[] version = new int[1];
        Check.driver(JCudaDriver.cuDriverGetVersion(version), "asking for the driver's version");
        int[] count = new int[1];
        Check.driver(JCudaDriver.cuDeviceGetCount(count), "counting cards");
        if (ordinal >= count[0]) {
            throw new DeviceException(cannot + "there is no such card; the number of cards is " + count[0]);
        }
        CUdevice device = new CUdevice();
        Check.driver(JCudaDriver.cuDeviceGet(device, ordinal), "opening card " + ordinal);
        CudaContext context = new CudaContext(name, device, version[0]);
        int capability = context.capability();
        if (capability < LEAST_CAPABILITY) {
            throw new DeviceException(cannot + context.cardName() + " has compute capability " + capability / 10 + "."
                    + capability % 10 + ", the kernels need 8.0 (Ampere) or later");
        }
        context.start();
        return context;
    }

    private void start() {
        Check.driver(JCudaDriver.cuDevicePrimaryCtxRetain(context, device), "opening the context of '" + name + "'");
        enter();
        Check.driver(
                JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING), "making a stream of work");
    }

    /** Makes this the context of the calling thread; to be called before any use of the driver. */
    public void enter() {
        if (CURRENT.get() == this) {
            return;
        }
        if (closed) {
            throw new IllegalStateException("the device '" + name + "' is closed");
        }
        Check.driver(JCudaDriver.cuCtxSetCurrent(context), "entering the context of '" + name + "'");
        CURRENT.set(this);
    }

    public CUstream stream() {
        return stream;
    }

    /** Waits until everything that was queued is done. */
    public void await() {
        enter();
        Check.driver(JCudaDriver.cuStreamSynchronize(stream), "waiting for '" + name + "'");
    }

    /** Ten times the compute capability: 80 for Ampere, 90 for Hopper. */
    public int capability() {
        return 10 * attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR)
                + attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
    }

    public int multiprocessors() {
        return attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT);
    }

    private int attribute(int attribute) {
        int[] value = new int[1];
        Check.driver(JCudaDriver.cuDeviceGetAttribute(value, attribute, device), "asking for attribute " + attribute);
        return value[0];
    }

    public String cardName() {
        byte[] bytes = new byte[NAME_BYTES];
        Check.driver(JCudaDriver.cuDeviceGetName(bytes, bytes.length, device), "asking for the card's name");
        return new String(bytes, StandardCharsets.US_ASCII).split("\0", 2)[0].trim();
    }

    /** As CUDA counts: 12060 is 12.6. */
    public int driverVersion() {
        return driverVersion;
    }

    /** For people: card, capability, memory, driver. */
    public String description() {
        int capability = capability();
        long[] bytes = new long[1];
        Check.driver(JCudaDriver.cuDeviceTotalMem(bytes, device), "asking for the card's memory");
        return cardName() + ", compute capability " + capability / 10 + "." + capability % 10 + ", " + multiprocessors()
                + " multiprocessors, " + (bytes[0] >> 20) + " MiB, driver for CUDA " + driverVersion / 1000 + "."
                + driverVersion % 1000 / 10;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        enter();
        closed = true;
        CURRENT.remove();
        JCudaDriver.cuStreamDestroy(stream);
        JCudaDriver.cuDevicePrimaryCtxRelease(device);
    }
}
