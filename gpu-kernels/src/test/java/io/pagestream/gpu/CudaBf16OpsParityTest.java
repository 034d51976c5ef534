package io.pagestream.gpu;

import io.pagestream.compute.Device;
import io.pagestream.compute.OpsParityTest;

class CudaBf16OpsParityTest extends OpsParityTest {

    @Override
    protected Device open() {
        return TestCard.open("cuda:0");
    }

    @Override
    protected double tolerance() {
        return 2e-2;
    }
}
