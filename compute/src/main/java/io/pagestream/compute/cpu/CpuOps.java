package io.pagestream.compute.cpu;

import static io.pagestream.compute.cpu.Shapes.require;

import io.pagestream.compute.DType;
import io.pagestream.compute.Ops;
import io.pagestream.compute.PagedKeysAndValues;
import io.pagestream.compute.StepSpans;
import io.pagestream.compute.Tensor;

/** The operations on the CPU: checks the shapes, then calls what computes. Everything is done on return. */
final class CpuOps implements Ops {

    private final DnnlLinear linear;
    private final RowKernels kernels;
    private final CpuRows rows;
    private final AttentionWithin within;
    private final PagedAttention paged;
    private final CpuImages images;
    private final CpuAnswers answers;

    CpuOps(
            DnnlLinear linear,
            RowKernels kernels,
            CpuRows rows,
            AttentionWithin within,
            PagedAttention paged,
            CpuImages images,
            CpuAnswers answers) {
        this.linear = linear;
        this.kernels = kernels;
        this.rows = rows;
        this.within = within;
        this.paged = paged;
        this.images = images;
        this.answers = answers;
    }

    private static CpuTensor cpu(Tensor tensor, String operation) {
        return CpuTensor.of(tensor, operation);
    }

    @Override
    public void copy(Tensor out, Tensor in) {
        Shapes.same("copy", out, in);
        rows.copy(cpu(out, "copy"), cpu(in, "copy"));
    }

    @Override
    public void gatherRows(Tensor out, Tensor table, Tensor indices) {
        Shapes.floats("gatherRows", out);
        require(out.columns() == table.columns(), "gatherRows", "equal columns", out, table);
        Shapes.list("gatherRows", indices, out.rows(), out);
        rows.gather(cpu(out, "gatherRows"), cpu(table, "gatherRows"), cpu(indices, "gatherRows"));
    }

    @Override
    public void scatterRows(Tensor out, Tensor in, Tensor indices) {
        scatters("scatterRows", out, in, indices);
        rows.scatter(cpu(out, "scatterRows"), cpu(in, "scatterRows"), cpu(indices, "scatterRows"));
    }

    @Override
    public void scatterAddRows(Tensor out, Tensor in, Tensor indices) {
        scatters("scatterAddRows", out, in, indices);
        rows.scatterAdd(cpu(out, "scatterAddRows"), cpu(in, "scatterAddRows"), cpu(indices, "scatterAddRows"));
    }

    private static void scatters(String operation, Tensor out, Tensor in, Tensor indices) {
        Shapes.floats(operation, out, in);
        require(out.columns() == in.columns(), operation, "equal columns", out, in);
        Shapes.list(operation, indices, in.rows(), in);
    }

    @Override
    public void linear(Tensor out, Tensor in, Tensor weight) {
        multiply("linear", out, in, weight, null, DnnlLinear.End.STORE);
    }

    @Override
    public void linearBias(Tensor out, Tensor in, Tensor weight, Tensor bias) {
        Shapes.vector("linearBias", bias, out.columns(), out);
        multiply("linearBias", out, in, weight, cpu(bias, "linearBias"), DnnlLinear.End.ADD_BIAS);
    }

    @Override
    public void linearInto(Tensor out, Tensor in, Tensor weight) {
        multiply("linearInto", out, in, weight, null, DnnlLinear.End.ADD_TO_OUT);
    }

    private void multiply(String operation, Tensor out, Tensor in, Tensor weight, CpuTensor bias, DnnlLinear.End end) {
        Shapes.floats(operation, out, in);
        require(weight instanceof LinearWeight, operation, "a weight loaded as LINEAR", out, in, weight);
        require(
                out.rows() == in.rows() && weight.rows() == out.columns() && weight.columns() == in.columns(),
                operation,
                "out [m, n], in [m, k], weight [n, k]",
                out,
                in,
                weight);
        linear.run(cpu(out, operation), cpu(in, operation), (LinearWeight) weight, bias, end);
    }

    @Override
    public void rmsNorm(Tensor out, Tensor in, Tensor weight, float eps) {
        sameFloats("rmsNorm", out, in);
        Shapes.vector("rmsNorm", weight, in.columns(), in);
        kernels.rmsNorm(cpu(out, "rmsNorm"), cpu(in, "rmsNorm"), cpu(weight, "rmsNorm"), eps);
    }

    @Override
    public void layerNorm(Tensor out, Tensor in, Tensor weight, Tensor bias, float eps) {
        sameFloats("layerNorm", out, in);
        Shapes.vector("layerNorm", weight, in.columns(), in);
        Shapes.vector("layerNorm", bias, in.columns(), in);
        kernels.layerNorm(
                cpu(out, "layerNorm"), cpu(in, "layerNorm"), cpu(weight, "layerNorm"), cpu(bias, "layerNorm"), eps);
    }

    @Override
    public void addRows(Tensor inOut, Tensor table) {
        Shapes.floats("addRows", inOut, table);
        require(
                inOut.columns() == table.columns() && table.rows() > 0,
                "addRows",
                "equal columns and at least one row to add",
                inOut,
                table);
        rows.addRows(cpu(inOut, "addRows"), cpu(table, "addRows"));
    }

    @Override
    public void add(Tensor inOut, Tensor in) {
        sameFloats("add", inOut, in);
        rows.add(cpu(inOut, "add"), cpu(in, "add"));
    }

    @Override
    public void addScaled(Tensor inOut, Tensor in, Tensor scale) {
        sameFloats("addScaled", inOut, in);
        Shapes.vector("addScaled", scale, in.columns(), in);
        rows.addScaled(cpu(inOut, "addScaled"), cpu(in, "addScaled"), cpu(scale, "addScaled"));
    }

    @Override
    public void gelu(Tensor inOut) {
        Shapes.floats("gelu", inOut);
        kernels.curve(RowKernels.Kind.GELU, cpu(inOut, "gelu"));
    }

    @Override
    public void quickGelu(Tensor inOut) {
        Shapes.floats("quickGelu", inOut);
        kernels.curve(RowKernels.Kind.QUICK_GELU, cpu(inOut, "quickGelu"));
    }

    @Override
    public void siluTimes(Tensor out, Tensor gate, Tensor up) {
        sameFloats("siluTimes", out, gate);
        sameFloats("siluTimes", out, up);
        kernels.siluTimes(cpu(out, "siluTimes"), cpu(gate, "siluTimes"), cpu(up, "siluTimes"));
    }

    @Override
    public void rotate(Tensor inOut, int heads, Tensor cosSin) {
        Shapes.floats("rotate", inOut, cosSin);
        require(
                heads > 0
                        && cosSin.rows() == inOut.rows()
                        && cosSin.columns() % 2 == 0
                        && inOut.columns() == heads * cosSin.columns(),
                "rotate",
                "inOut [rows, " + heads + " heads * headSide], cosSin [rows, headSide] with an even headSide",
                inOut,
                cosSin);
        rows.rotate(cpu(inOut, "rotate"), heads, cpu(cosSin, "rotate"));
    }

    @Override
    public void attendWithin(Tensor out, Tensor query, Tensor key, Tensor value, int tokens, int heads) {
        sameFloats("attendWithin", out, query);
        sameFloats("attendWithin", out, key);
        sameFloats("attendWithin", out, value);
        require(
                tokens > 0 && heads > 0 && out.rows() % tokens == 0 && out.columns() % heads == 0,
                "attendWithin",
                "groups of " + tokens + " tokens and " + heads + " heads",
                out);
        within.run(
                cpu(out, "attendWithin"),
                cpu(query, "attendWithin"),
                cpu(key, "attendWithin"),
                cpu(value, "attendWithin"),
                tokens,
                heads);
    }

    @Override
    public void attend(
            Tensor out, Tensor query, Tensor key, Tensor value, PagedKeysAndValues cache, int layer, StepSpans spans) {
        Attend.check(out, query, key, value, cache, layer, spans);
        CpuCache places = (CpuCache) cache;
        PagedAttention.remember(cpu(key, "attend"), cpu(value, "attend"), places, layer, spans);
        paged.run(cpu(out, "attend"), cpu(query, "attend"), places, layer, spans);
    }

    @Override
    public void copyBlocks(PagedKeysAndValues cache, int[] from, int[] to) {
        require(cache instanceof CpuCache, "copyBlocks", "a cache of the CPU device");
        cache.shape().requireCopies(from, to);
        for (int i = 0; i < from.length; i++) {
            ((CpuCache) cache).copy(from[i], to[i]);
        }
    }

    @Override
    public void patches(Tensor out, Tensor pixels, int side, int patch, float[] mean, float[] deviation) {
        Shapes.floats("patches", out);
        require(
                patch > 0
                        && side % patch == 0
                        && mean.length == 3
                        && deviation.length == 3
                        && (pixels.type() == DType.U8 || pixels.type() == DType.F32)
                        && pixels.columns() == 3 * side * side
                        && out.columns() == 3 * patch * patch
                        && out.rows() == pixels.rows() * (side / patch) * (side / patch),
                "patches",
                "tiles of side " + side + " in patches of " + patch + ", three channels",
                out,
                pixels);
        if (pixels.type() == DType.U8) {
            images.patches(
                    cpu(out, "patches"), cpu(pixels, "patches"), side, patch, CpuImages.normalisation(mean, deviation));
        } else {
            images.patches(cpu(out, "patches"), cpu(pixels, "patches"), side, patch, mean, deviation);
        }
    }

    @Override
    public void pixelShuffle(Tensor out, Tensor in, int grid, int skip) {
        Shapes.floats("pixelShuffle", out, in);
        int perTile = skip + grid * grid;
        require(
                grid > 0
                        && grid % 2 == 0
                        && skip >= 0
                        && in.rows() % perTile == 0
                        && out.rows() == in.rows() / perTile * (grid / 2) * (grid / 2)
                        && out.columns() == 4 * in.columns(),
                "pixelShuffle",
                "maps of " + grid + " by " + grid + " behind " + skip + " rows",
                out,
                in);
        images.pixelShuffle(cpu(out, "pixelShuffle"), cpu(in, "pixelShuffle"), grid, skip);
    }

    @Override
    public void argmax(Tensor out, Tensor logits) {
        Shapes.floats("argmax", logits);
        Shapes.list("argmax", out, logits.rows(), logits);
        answers.argmax(cpu(out, "argmax"), cpu(logits, "argmax"));
    }

    @Override
    public void logProbabilities(Tensor out, Tensor logits, Tensor ids) {
        Shapes.floats("logProbabilities", out, logits);
        Shapes.list("logProbabilities", ids, logits.rows(), logits);
        require(
                out.rows() == 1 && out.columns() == logits.rows(),
                "logProbabilities",
                "out [1, logits.rows]",
                out,
                logits);
        answers.logProbabilities(
                cpu(out, "logProbabilities"), cpu(logits, "logProbabilities"), cpu(ids, "logProbabilities"));
    }

    @Override
    public void penalizeRepeats(Tensor logits, int row, Tensor ids, float penalty) {
        Shapes.floats("penalizeRepeats", logits);
        Shapes.list("penalizeRepeats", ids, ids.columns(), logits);
        answers.penalizeRepeats(cpu(logits, "penalizeRepeats"), row, cpu(ids, "penalizeRepeats"), penalty);
    }

    @Override
    public void maskTokens(Tensor logits, int row, Tensor allowed) {
        Shapes.floats("maskTokens", logits);
        Shapes.list("maskTokens", allowed, (logits.columns() + 31) / 32, logits);
        answers.maskTokens(cpu(logits, "maskTokens"), row, cpu(allowed, "maskTokens"));
    }

    @Override
    public void await() {
        // Nothing is ever pending.
    }

    private static void sameFloats(String operation, Tensor first, Tensor second) {
        Shapes.floats(operation, first, second);
        Shapes.same(operation, first, second);
    }
}
