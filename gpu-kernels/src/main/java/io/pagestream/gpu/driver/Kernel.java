package io.pagestream.gpu.driver;

import jcuda.driver.CUfunction;
import jcuda.driver.CUfunction_attribute;
import jcuda.driver.JCudaDriver;

/** A function that runs on the card. */
public record Kernel(String name, CUfunction function) {

    /** Shared memory that every launch may take without asking. */
    private static final int USUAL_SHARED_BYTES = 48 << 10;

    /** The kernel, which may take {@code bytes} of dynamic shared memory at each launch from now on. */
    public Kernel withShared(int bytes) {
        if (bytes > USUAL_SHARED_BYTES) {
            Check.driver(
                    JCudaDriver.cuFuncSetAttribute(
                            function, CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, bytes),
                    "letting " + name + " take " + bytes + " bytes of shared memory");
        }
        return this;
    }
}
