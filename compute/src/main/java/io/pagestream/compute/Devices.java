package io.pagestream.compute;

import java.util.List;
import java.util.ServiceLoader;

/** Opens devices by name. Never falls back by itself: a job that believes it runs on a GPU must not crawl on a CPU. */
public final class Devices {

    private Devices() {}

    /**
     * Opens {@code name}: {@code cpu} (bf16 where the processor has it, else f32), {@code cpu:f32}, {@code cpu:bf16},
     * {@code cuda:0} and so on.
     *
     * @throws DeviceException when there is no such device: names what is missing
     */
    public static Device open(String name) {
        // Not the thread's class loader: inside Flink that is the job's, and devices live below it.
        List<DeviceProvider> providers =
                ServiceLoader.load(DeviceProvider.class, Devices.class.getClassLoader()).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList();
        return providers.stream()
                .filter(provider -> provider.opens(name))
                .findFirst()
                .orElseThrow(() -> new DeviceException("no device is called '" + name + "'; there are "
                        + String.join(
                                ", ",
                                providers.stream().map(DeviceProvider::names).toList())))
                .open(name);
    }
}
