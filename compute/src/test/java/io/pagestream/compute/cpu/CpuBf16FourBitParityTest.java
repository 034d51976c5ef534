package io.pagestream.compute.cpu;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pagestream.compute.Device;
import io.pagestream.compute.Devices;
import io.pagestream.compute.FourBitParityTest;

class CpuBf16FourBitParityTest extends FourBitParityTest {

    @Override
    protected Device open() {
        assumeTrue(Dnnl.hasBf16(), "this processor multiplies no bf16: the bf16 device is not tested here");
        return Devices.open("cpu:bf16");
    }

    @Override
    protected double tolerance() {
        return 3e-2; // what the library has only a plain loop for is unpacked, and multiplied in bf16
    }
}
