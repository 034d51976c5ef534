package io.pagestream.compute.cpu;

import io.pagestream.compute.AttentionParityTest;
import io.pagestream.compute.Device;
import io.pagestream.compute.Devices;

class CpuBf16AttentionParityTest extends AttentionParityTest {

    @Override
    protected Device open() {
        return Devices.open("cpu:bf16");
    }

    @Override
    protected double tolerance() {
        return 3e-2;
    }
}
