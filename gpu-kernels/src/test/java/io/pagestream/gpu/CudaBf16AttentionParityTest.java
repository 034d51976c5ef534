package io.pagestream.gpu;

import io.pagestream.compute.AttentionParityTest;
import io.pagestream.compute.Device;

class CudaBf16AttentionParityTest extends AttentionParityTest {

    @Override
    protected Device open() {
        return TestCard.open("cuda:0");
    }

    @Override
    protected double tolerance() {
        return 6e-3;
    }
}
