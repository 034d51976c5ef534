package io.pagestream.gpu.emulator;

import static jcuda.driver.JCudaDriver.cuCtxSetCurrent;
import static jcuda.driver.JCudaDriver.cuDeviceGet;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxReset;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRetain;
import static jcuda.driver.JCudaDriver.cuInit;
import static jcuda.driver.JCudaDriver.cuLaunchKernel;
import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoH;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoD;
import static jcuda.driver.JCudaDriver.cuModuleGetFunction;
import static jcuda.driver.JCudaDriver.cuModuleLoadData;
import static jcuda.driver.JCudaDriver.cuStreamCreate;
import static jcuda.driver.JCudaDriver.cuStreamDestroy;
import static jcuda.driver.JCudaDriver.cuStreamSynchronize;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.JCublas2;
import jcuda.nvrtc.JNvrtc;
import jcuda.nvrtc.nvrtcProgram;
import jcuda.nvrtc.nvrtcResult;

/**
 * The emulated card, driven by JCuda as a card would be: a context, a stream, and what was allocated and loaded through
 * this object, which goes with {@link #close}. One thread.
 */
final class EmulatedCard implements AutoCloseable {

    private final CUdevice device = new CUdevice();
    private final CUstream stream = new CUstream();
    private final List<CUmodule> modules = new ArrayList<>();
    private final List<CUdeviceptr> memory = new ArrayList<>();

    EmulatedCard() {
        loadBindings();
        check(cuInit(0));
        check(cuDeviceGet(device, 0));
        CUcontext context = new CUcontext();
        check(cuDevicePrimaryCtxRetain(context, device));
        check(cuCtxSetCurrent(context));
        check(cuStreamCreate(stream, 0));
    }

    /** JCuda unpacks its natives into java.io.tmpdir and trusts what lies there: give it a folder of this build. */
    private static void loadBindings() {
        String before = System.getProperty("java.io.tmpdir");
        try {
            Path own =
                    Files.createDirectories(Path.of("target", "jcuda-natives").toAbsolutePath());
            System.setProperty("java.io.tmpdir", own.toString());
            JCudaDriver.setExceptionsEnabled(false);
            JNvrtc.setExceptionsEnabled(false);
            JCublas2.setExceptionsEnabled(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            System.setProperty("java.io.tmpdir", before);
        }
    }

    CUstream stream() {
        return stream;
    }

    /** Compiles a resource of {@code /emulator} and loads it. */
    CUmodule load(String file, String... options) {
        Compiled compiled = compile(file, resource(file), options);
        if (compiled.status() != nvrtcResult.NVRTC_SUCCESS) {
            throw new AssertionError(file + " does not compile:\n" + compiled.log());
        }
        CUmodule module = new CUmodule();
        check(cuModuleLoadData(module, compiled.image()));
        modules.add(module);
        return module;
    }

    record Compiled(int status, String log, byte[] image) {}

    /** Compiles a source as NVRTC does; the image is empty when the status is not 0. */
    static Compiled compile(String name, String source, String... options) {
        loadBindings();
        nvrtcProgram program = new nvrtcProgram();
        JNvrtc.nvrtcCreateProgram(program, source, name, 0, null, null);
        try {
            String[] all = Arrays.copyOf(options, options.length + 1);
            all[options.length] = "--gpu-architecture=sm_80";
            int status = JNvrtc.nvrtcCompileProgram(program, all.length, all);
            String[] log = {""};
            JNvrtc.nvrtcGetProgramLog(program, log);
            long[] size = {0};
            byte[] image = new byte[0];
            if (status == nvrtcResult.NVRTC_SUCCESS) {
                JNvrtc.nvrtcGetCUBINSize(program, size);
                image = new byte[(int) size[0]];
                JNvrtc.nvrtcGetCUBIN(program, image);
            }
            return new Compiled(status, log[0], image);
        } finally {
            JNvrtc.nvrtcDestroyProgram(program);
        }
    }

    static String resource(String file) {
        try (InputStream in = EmulatedCard.class.getResourceAsStream("/emulator/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static CUfunction function(CUmodule module, String name) {
        CUfunction function = new CUfunction();
        check(cuModuleGetFunction(function, module, name));
        return function;
    }

    CUdeviceptr allocate(long bytes) {
        CUdeviceptr pointer = new CUdeviceptr();
        check(cuMemAlloc(pointer, bytes));
        memory.add(pointer);
        return pointer;
    }

    CUdeviceptr upload(float[] values) {
        return upload(Pointer.to(values), 4L * values.length);
    }

    CUdeviceptr upload(short[] values) {
        return upload(Pointer.to(values), 2L * values.length);
    }

    CUdeviceptr upload(int[] values) {
        return upload(Pointer.to(values), 4L * values.length);
    }

    CUdeviceptr upload(byte[] values) {
        return upload(Pointer.to(values), values.length);
    }

    private CUdeviceptr upload(Pointer values, long bytes) {
        CUdeviceptr pointer = allocate(bytes);
        check(cuMemcpyHtoD(pointer, values, bytes));
        return pointer;
    }

    static float[] floats(CUdeviceptr pointer, int n) {
        float[] values = new float[n];
        check(cuMemcpyDtoH(Pointer.to(values), pointer, 4L * n));
        return values;
    }

    static int[] ints(CUdeviceptr pointer, int n) {
        int[] values = new int[n];
        check(cuMemcpyDtoH(Pointer.to(values), pointer, 4L * n));
        return values;
    }

    static short[] shorts(CUdeviceptr pointer, int n) {
        short[] values = new short[n];
        check(cuMemcpyDtoH(Pointer.to(values), pointer, 2L * n));
        return values;
    }

    /** Launches and waits; answers with the first result that is not a success. */
    int launch(CUfunction function, int blocks, int threads, int sharedBytes, Object... arguments) {
        int status = enqueue(function, blocks, threads, sharedBytes, arguments);
        return status != CUresult.CUDA_SUCCESS ? status : cuStreamSynchronize(stream);
    }

    /** Launches a row of blocks; arguments are Integer, Float or CUdeviceptr. */
    int enqueue(CUfunction function, int blocks, int threads, int sharedBytes, Object... arguments) {
        Pointer[] table = Arrays.stream(arguments).map(EmulatedCard::argument).toArray(Pointer[]::new);
        return cuLaunchKernel(function, blocks, 1, 1, threads, 1, 1, sharedBytes, stream, Pointer.to(table), null);
    }

    private static Pointer argument(Object value) {
        if (value instanceof Integer number) {
            return Pointer.to(new int[] {number});
        }
        if (value instanceof Float number) {
            return Pointer.to(new float[] {number});
        }
        return Pointer.to((CUdeviceptr) value);
    }

    /** Clears a fault, as a program on a card would have to. */
    void reset() {
        check(cuDevicePrimaryCtxReset(device));
    }

    static void check(int status) {
        if (status != CUresult.CUDA_SUCCESS) {
            throw new AssertionError(CUresult.stringFor(status) + " " + Emulator.fault());
        }
    }

    @Override
    public void close() {
        reset();
        memory.forEach(JCudaDriver::cuMemFree);
        modules.forEach(JCudaDriver::cuModuleUnload);
        cuStreamDestroy(stream);
    }
}
