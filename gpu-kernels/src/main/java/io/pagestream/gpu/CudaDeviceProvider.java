package io.pagestream.gpu;

import io.pagestream.compute.Device;
import io.pagestream.compute.DeviceException;
import io.pagestream.compute.DeviceProvider;
import java.util.regex.Pattern;

/**
 * Answers for the names {@code cuda:0}, {@code cuda:1} and so on. This version has no kernels: it refuses to open, so
 * that a job that asks for a GPU fails at its start instead of crawling on a CPU.
 */
public final class CudaDeviceProvider implements DeviceProvider {

    private static final Pattern NAME = Pattern.compile("cuda:\\d{1,3}");

    @Override
    public boolean opens(String name) {
        return NAME.matcher(name).matches();
    }

    @Override
    public String names() {
        return "cuda:N";
    }

    @Override
    public Device open(String name) {
        throw new DeviceException(
                "cannot open '" + name + "': this version of Pagestream has no CUDA kernels yet; use the device 'cpu'");
    }
}
