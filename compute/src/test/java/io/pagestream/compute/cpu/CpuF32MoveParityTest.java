package io.pagestream.compute.cpu;

import io.pagestream.compute.Device;
import io.pagestream.compute.Devices;
import io.pagestream.compute.MoveParityTest;

class CpuF32MoveParityTest extends MoveParityTest {

    @Override
    protected Device open() {
        return Devices.open("cpu:f32");
    }

    @Override
    protected double tolerance() {
        return 2e-5;
    }
}
