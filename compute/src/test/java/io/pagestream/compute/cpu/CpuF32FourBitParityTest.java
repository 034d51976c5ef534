package io.pagestream.compute.cpu;

import io.pagestream.compute.Device;
import io.pagestream.compute.Devices;
import io.pagestream.compute.FourBitParityTest;

class CpuF32FourBitParityTest extends FourBitParityTest {

    @Override
    protected Device open() {
        return Devices.open("cpu:f32");
    }

    @Override
    protected double tolerance() {
        return 2e-5;
    }
}
