package io.pagestream.gpu;

import io.pagestream.compute.AttentionParityTest;
import io.pagestream.compute.Device;

class CudaF32AttentionParityTest extends AttentionParityTest {

    @Override
    protected Device open() {
        return TestCard.open("cuda:0:f32");
    }

    @Override
    protected double tolerance() {
        return 2e-5;
    }
}
