package io.pagestream.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DevicesTest {

    @Test
    void aDeviceIsFoundByItsName() {
        try (Device device = Devices.open("cpu:f32")) {
            assertThat(device.name()).isEqualTo("cpu:f32");
            assertThat(device.description()).contains("f32");
            assertThat(device.activations()).isEqualTo(DType.F32);
        }
    }

    @Test
    void anUnknownNameIsRefusedWithTheNamesThatThereAre() {
        assertThatThrownBy(() -> Devices.open("gpu"))
                .isInstanceOf(DeviceException.class)
                .hasMessageContainingAll("'gpu'", "cpu", "cpu:f32", "cpu:bf16");
    }
}
