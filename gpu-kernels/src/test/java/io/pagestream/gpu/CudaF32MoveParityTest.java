package io.pagestream.gpu;

import io.pagestream.compute.Device;
import io.pagestream.compute.MoveParityTest;

class CudaF32MoveParityTest extends MoveParityTest {

    @Override
    protected Device open() {
        return TestCard.open("cuda:0:f32");
    }

    @Override
    protected double tolerance() {
        return 2e-5;
    }
}
