package io.pagestream.gpu;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pagestream.compute.Device;
import io.pagestream.compute.Devices;
import io.pagestream.gpu.emulator.Emulator;
import io.pagestream.gpu.emulator.RequiresEmulator;

/**
 * The card that tests run on: the emulator (profile {@code emulator}), or a real one with {@code -Dpagestream.card=true}.
 * Without either, tests that need it are skipped and say so; where {@code PAGESTREAM_REQUIRE_EMULATOR} is set, as in CI,
 * they fail instead.
 */
public final class TestCard {

    private static final String NO_CARD =
            "neither the emulator (-Pemulator) nor a card (-Dpagestream.card=true): the CUDA device is not tested here";

    private TestCard() {}

    /** @param name for example {@code cuda:0:f32} */
    public static Device open(String name) {
        require(Emulator.isThere() || Boolean.getBoolean("pagestream.card"), System.getenv(RequiresEmulator.SETTING));
        if (System.getProperty("pagestream.cache") == null) {
            System.setProperty("pagestream.cache", "target/cuda-cache");
        }
        return Devices.open(name);
    }

    /** @param required why a missing card is a failure, or null: then the test is skipped */
    static void require(boolean there, String required) {
        if (!there && required != null) {
            throw new IllegalStateException(RequiresEmulator.SETTING + " is set, but there is " + NO_CARD);
        }
        assumeTrue(there, NO_CARD);
    }
}
