package io.pagestream.gpu;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pagestream.compute.Device;
import io.pagestream.compute.Devices;

/**
 * The card that tests run on: the emulator (profile {@code emulator}), or a real one with {@code -Dpagestream.card=true}.
 * Without either, tests that need it are skipped and say so.
 */
public final class TestCard {

    private TestCard() {}

    /** @param name for example {@code cuda:0:f32} */
    public static Device open(String name) {
        assumeTrue(
                System.getProperty("pagestream.emulator") != null || Boolean.getBoolean("pagestream.card"),
                "neither the emulator (-Pemulator) nor a card (-Dpagestream.card=true): the CUDA device is not tested here");
        if (System.getProperty("pagestream.cache") == null) {
            System.setProperty("pagestream.cache", "target/cuda-cache");
        }
        return Devices.open(name);
    }
}
