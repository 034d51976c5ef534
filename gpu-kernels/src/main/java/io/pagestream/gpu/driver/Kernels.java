package io.pagestream.gpu.driver;

import java.util.HashMap;
import java.util.Map;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;

/** The compiled kernels of one card. A source is compiled, or read from the store, when its first kernel is asked for. */
public final class Kernels implements AutoCloseable {

    private final CudaContext context;
    private final KernelCompiler compiler;
    private final KernelStore store;
    private final Map<String, CUmodule> modules = new HashMap<>();

    public Kernels(CudaContext context) {
        this.context = context;
        compiler = new KernelCompiler(context.capability());
        store = KernelStore.open(
                context.cardName() + ", driver " + context.driverVersion() + ", " + compiler.identity());
    }

    /**
     * @param file of the source, without {@code .cu}
     * @param function of it
     */
    public Kernel of(String file, String function) {
        context.enter();
        CUfunction found = new CUfunction();
        Check.driver(
                JCudaDriver.cuModuleGetFunction(found, modules.computeIfAbsent(file, this::load), function),
                "finding the kernel " + function + " in " + file + ".cu");
        return new Kernel(function, found);
    }

    private CUmodule load(String file) {
        KernelSource source = KernelSource.of(file);
        byte[] code = store.get(source, () -> compiler.compile(source));
        CUmodule module = new CUmodule();
        Check.driver(JCudaDriver.cuModuleLoadData(module, code), "loading the kernels of " + source.file());
        return module;
    }

    @Override
    public void close() {
        context.enter();
        modules.values().forEach(JCudaDriver::cuModuleUnload);
        modules.clear();
    }
}
