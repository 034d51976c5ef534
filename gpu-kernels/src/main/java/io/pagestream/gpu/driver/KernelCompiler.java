package io.pagestream.gpu.driver;

import io.pagestream.compute.DeviceException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import jcuda.nvrtc.JNvrtc;
import jcuda.nvrtc.nvrtcProgram;
import jcuda.nvrtc.nvrtcResult;

/** Sources to machine code for one card, by NVRTC; for cards that NVRTC does not know yet, to PTX that the driver compiles. */
final class KernelCompiler {

    private final boolean known;
    private final String architecture;
    private final int version;

    /** @param capability ten times the compute capability of the card */
    KernelCompiler(int capability) {
        int[] major = new int[1];
        int[] minor = new int[1];
        check(JNvrtc.nvrtcVersion(major, minor), "asking for the version of NVRTC");
        version = 100 * major[0] + minor[0];
        int[] supported = supported();
        known = Arrays.stream(supported).anyMatch(one -> one == capability);
        int newest =
                Arrays.stream(supported).filter(one -> one <= capability).max().orElse(capability);
        architecture = known ? "sm_" + capability : "compute_" + newest;
    }

    private static int[] supported() {
        int[] count = new int[1];
        check(JNvrtc.nvrtcGetNumSupportedArchs(count), "asking NVRTC for the cards that it knows");
        int[] supported = new int[count[0]];
        check(JNvrtc.nvrtcGetSupportedArchs(supported), "asking NVRTC for the cards that it knows");
        return supported;
    }

    List<String> options() {
        return List.of("--gpu-architecture=" + architecture, "--std=c++17");
    }

    /** What the machine code depends on beside its source, for the name of a stored copy. */
    String identity() {
        return "nvrtc " + version + " " + options();
    }

    /** @throws DeviceException with the compiler's messages */
    byte[] compile(KernelSource source) {
        nvrtcProgram program = new nvrtcProgram();
        check(JNvrtc.nvrtcCreateProgram(program, source.text(), source.file(), 0, null, null), source.file());
        try {
            String[] options = options().toArray(String[]::new);
            int status = JNvrtc.nvrtcCompileProgram(program, options.length, options);
            if (status != nvrtcResult.NVRTC_SUCCESS) {
                String[] log = {""};
                JNvrtc.nvrtcGetProgramLog(program, log);
                throw new DeviceException("the kernels of " + source.file() + " do not compile for " + architecture
                        + " (NVRTC " + version / 100 + "." + version % 100 + "):\n" + log[0]);
            }
            return known ? machineCode(program, source) : ptx(program, source);
        } finally {
            JNvrtc.nvrtcDestroyProgram(program);
        }
    }

    private static byte[] machineCode(nvrtcProgram program, KernelSource source) {
        long[] size = new long[1];
        check(JNvrtc.nvrtcGetCUBINSize(program, size), source.file());
        byte[] code = new byte[Math.toIntExact(size[0])];
        check(JNvrtc.nvrtcGetCUBIN(program, code), source.file());
        return code;
    }

    private static byte[] ptx(nvrtcProgram program, KernelSource source) {
        String[] text = new String[1];
        check(JNvrtc.nvrtcGetPTX(program, text), source.file());
        return (text[0] + "\0").getBytes(StandardCharsets.US_ASCII);
    }

    private static void check(int status, String what) {
        if (status != nvrtcResult.NVRTC_SUCCESS) {
            throw new DeviceException("NVRTC, " + what + ": " + JNvrtc.nvrtcGetErrorString(status));
        }
    }
}
