package io.pagestream.models.language;

import io.pagestream.compute.Device;
import io.pagestream.gpu.TestCard;

/** The golden checkpoints in f32 on a card: the reference's ids, exactly. */
class CudaDecoderGoldenTest extends DecoderGoldenTest {

    @Override
    Device open() {
        return TestCard.open("cuda:0:f32");
    }
}
