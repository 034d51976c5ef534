package io.pagestream.compute.cpu;

import io.pagestream.compute.AttentionParityTest;
import io.pagestream.compute.Device;
import io.pagestream.compute.Devices;

class CpuF32AttentionParityTest extends AttentionParityTest {

    @Override
    protected Device open() {
        return Devices.open("cpu:f32");
    }

    @Override
    protected double tolerance() {
        return 2e-5;
    }
}
