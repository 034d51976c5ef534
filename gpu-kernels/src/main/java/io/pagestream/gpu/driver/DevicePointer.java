package io.pagestream.gpu.driver;

import jcuda.driver.CUdeviceptr;

/** Addresses on the card as JCuda wants them, and back. */
public final class DevicePointer {

    private DevicePointer() {}

    public static CUdeviceptr of(long address) {
        return new CUdeviceptr().withByteOffset(address);
    }

    static long address(CUdeviceptr pointer) {
        return new Known(pointer).address();
    }

    private static final class Known extends CUdeviceptr {
        Known(CUdeviceptr pointer) {
            super(pointer);
        }

        long address() {
            return getNativePointer() + getByteOffset();
        }
    }
}
