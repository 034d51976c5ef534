package io.pagestream.gpu.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import jcuda.nvrtc.nvrtcResult;
import org.junit.jupiter.api.Test;

/** What the stand-in of NVRTC refuses, and whether its log helps. */
@RequiresEmulator
class CompilerTest {

    @Test
    void anUnknownInstructionIsNamedWithFileAndLine() {
        refused(
                "extern \"C\" __global__ void k(int* p) {\n  int x;\n  asm(\"wgmma.fence.sync.aligned;\");\n}\n",
                "odd.cu:3: the emulator does not know the PTX instruction 'wgmma.fence.sync.aligned'");
    }

    @Test
    void anUnknownModifierOfAKnownInstructionIsUnknownToo() {
        refused(
                "extern \"C\" __global__ void k(float* p) {\n"
                        + "  asm(\"cvt.rz.bf16x2.f32 %0, %1, %1;\" : \"=r\"(*(int*)p) : \"f\"(*p));\n}\n",
                "odd.cu:2: the emulator does not know the PTX instruction 'cvt.rz.bf16x2.f32'");
    }

    @Test
    void anErrorOfCppIsOnTheLineOfTheSource() {
        refused("extern \"C\" __global__ void k(int* p) {\n\n  *p = nonsense;\n}\n", "odd.cu:3:", "nonsense");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        refused("#include <cuda_bf16.h>\n", "odd.cu:1:", "cuda_bf16.h");
    }

    private static void refused(String source, String... inLog) {
        EmulatedCard.Compiled compiled = EmulatedCard.compile("odd.cu", source);

        assertThat(compiled.status()).isEqualTo(nvrtcResult.NVRTC_ERROR_COMPILATION);
        assertThat(compiled.log()).contains(inLog);
    }
}
