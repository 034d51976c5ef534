package io.pagestream.gpu;

import io.pagestream.compute.DType;
import io.pagestream.compute.Device;
import io.pagestream.compute.DeviceException;
import io.pagestream.compute.DeviceProvider;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Opens {@code cuda:0}, {@code cuda:1} and so on: NVIDIA cards of compute capability 8.0 or later, activations and weights
 * in bf16. {@code cuda:0:f32} computes in f32 instead, slowly, to compare with a reference.
 */
public final class CudaDeviceProvider implements DeviceProvider {

    private static final Pattern NAME = Pattern.compile("cuda:(\\d{1,3})(:f32)?");

    @Override
    public boolean opens(String name) {
        return NAME.matcher(name).matches();
    }

    @Override
    public String names() {
        return "cuda:N, cuda:N:f32";
    }

    @Override
    public Device open(String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + name + "' is none of " + names());
        }
        DType type = parts.group(2) == null ? DType.BF16 : DType.F32;
        try {
            return new CudaDevice(name, Integer.parseInt(parts.group(1)), type);
        } catch (LinkageError e) {
            throw new DeviceException(
                    "cannot open '" + name + "': JCuda does not load on " + System.getProperty("os.name") + " "
                            + System.getProperty("os.arch") + ": " + e.getMessage(),
                    e);
        }
    }
}
