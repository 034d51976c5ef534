package io.pagestream.gpu.bench;

import io.pagestream.compute.DType;
import io.pagestream.compute.Device;
import io.pagestream.compute.Tensor;
import io.pagestream.gpu.bench.KernelCase.Prepared;

/** Runs a case on a card and on the CPU in f32, with equal operands, and compares the results element by element. */
final class KernelCheck {

    /** As near as the parity suites of the CPU device ask it to come to plain loops. */
    private static final double IN_F32 = 2e-5;

    /** Eight bits of each value, and sums of some hundred of them. */
    private static final double IN_BF16 = 3e-2;

    private final Device card;
    private final Device cpu;
    private final double allowed;

    KernelCheck(Device card, Device cpu) {
        this.card = card;
        this.cpu = cpu;
        this.allowed = card.activations() == DType.F32 ? IN_F32 : IN_BF16;
    }

    /** Never throws for what the card does: that it failed is a finding. */
    Comparison of(KernelCase one) {
        float[] wanted = result(one, cpu);
        float[] found;
        try {
            found = result(one, card);
        } catch (RuntimeException failed) {
            return new Comparison(one.name(), Double.NaN, allowed, String.valueOf(failed.getMessage()));
        }
        double worst = 0;
        String wrong = "";
        for (int i = 0; i < wanted.length; i++) {
            // Infinities are equal or wrong; their difference is no number.
            double error = found[i] == wanted[i] ? 0 : Math.abs(found[i] - wanted[i]) / (1 + Math.abs(wanted[i]));
            if (!(error <= allowed) && wrong.isEmpty()) {
                wrong = "element " + i + " is " + found[i] + ", the CPU computes " + wanted[i];
            }
            worst = error <= worst ? worst : error;
        }
        return new Comparison(one.name(), worst, allowed, wrong);
    }

    private static float[] result(KernelCase one, Device device) {
        try (Side side = new Side(device)) {
            Prepared prepared = one.prepare().apply(side);
            prepared.run().run();
            return floats(prepared.result());
        }
    }

    private static float[] floats(Tensor tensor) {
        if (tensor.type() != DType.I32) {
            return tensor.toFloats();
        }
        int[] values = tensor.toInts();
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = values[i];
        }
        return floats;
    }
}
