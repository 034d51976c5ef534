package io.pagestream.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pagestream.compute.DeviceException;
import io.pagestream.compute.Devices;
import org.junit.jupiter.api.Test;

class CudaDeviceProviderTest {

    @Test
    void aGpuIsRefusedBeforeAnythingIsComputedAndTheMessageNamesTheWayOut() {
        assertThatThrownBy(() -> Devices.open("cuda:0"))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("'cuda:0'")
                .hasMessageContaining("no CUDA kernels yet")
                .hasMessageContaining("'cpu'");
    }

    @Test
    void itAnswersForCudaNamesOnly() {
        CudaDeviceProvider provider = new CudaDeviceProvider();

        assertThat(provider.opens("cuda:0")).isTrue();
        assertThat(provider.opens("cuda:12")).isTrue();
        assertThat(provider.opens("cuda")).isFalse();
        assertThat(provider.opens("cpu")).isFalse();
    }
}
