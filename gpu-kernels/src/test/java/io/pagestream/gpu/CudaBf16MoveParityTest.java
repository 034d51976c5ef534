package io.pagestream.gpu;

import io.pagestream.compute.Device;
import io.pagestream.compute.MoveParityTest;

class CudaBf16MoveParityTest extends MoveParityTest {

    @Override
    protected Device open() {
        return TestCard.open("cuda:0");
    }

    @Override
    protected double tolerance() {
        return 1e-2;
    }
}
