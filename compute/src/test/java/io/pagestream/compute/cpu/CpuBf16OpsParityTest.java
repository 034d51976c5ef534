package io.pagestream.compute.cpu;

import io.pagestream.compute.Device;
import io.pagestream.compute.Devices;
import io.pagestream.compute.OpsParityTest;

class CpuBf16OpsParityTest extends OpsParityTest {

    @Override
    protected Device open() {
        return Devices.open("cpu:bf16");
    }

    @Override
    protected double tolerance() {
        return 3e-2;
    }
}
