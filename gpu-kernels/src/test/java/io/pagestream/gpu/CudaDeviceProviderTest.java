package io.pagestream.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pagestream.compute.DeviceException;
import io.pagestream.compute.Devices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CudaDeviceProviderTest {

    @Test
    void aCardThatIsNotThereIsRefusedByName() {
        assertThatThrownBy(() -> Devices.open("cuda:999"))
                .isInstanceOf(DeviceException.class)
                .hasMessageStartingWith("cannot open 'cuda:999': ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cuda:0", "cuda:12", "cuda:0:f32"})
    void itAnswersForItsNames(String name) {
        assertThat(new CudaDeviceProvider().opens(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cuda", "cpu", "cuda:0:f16", "cuda:-1", "xcuda:0"})
    void itAnswersForNoOthers(String name) {
        assertThat(new CudaDeviceProvider().opens(name)).isFalse();
    }
}
