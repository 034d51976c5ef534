package io.pagestream.gpu.ops;

import static io.pagestream.gpu.ops.Shapes.require;

import io.pagestream.compute.DType;
import io.pagestream.compute.Ops;
import io.pagestream.compute.PagedKeysAndValues;
import io.pagestream.compute.StepSpans;
import io.pagestream.compute.Tensor;
import io.pagestream.gpu.driver.CudaContext;
import io.pagestream.gpu.driver.DeviceMemory;
import io.pagestream.gpu.driver.Kernels;
import io.pagestream.gpu.driver.Launcher;
import io.pagestream.gpu.driver.Transfers;
import java.util.Locale;

/** The operations on a card: checks shapes and indices, then queues what computes. */
public final class CudaOps implements Ops, AutoCloseable {

    private final CudaContext context;
    private final DType type;
    private final RowMoves moves;
    private final Residuals residuals;
    private final Norms norms;
    private final Products products;
    private final WithinAttention within;
    private final PagedAttention paged;
    private final Images images;
    private final Answers answers;

    /** @param type of activations, F32 or BF16 */
    public CudaOps(
            CudaContext context,
            DType type,
            DeviceMemory memory,
            Transfers transfers,
            Launcher launcher,
            Kernels kernels,
            CudaTensors tensors) {
        this.context = context;
        this.type = type;
        String suffix = suffix(type);
        moves = tensors.moves;
        residuals = new Residuals(launcher, kernels, suffix);
        norms = new Norms(launcher, kernels, suffix);
        products = new Products(context, launcher, kernels, memory, type);
        within = new WithinAttention(launcher, kernels, type);
        paged = new PagedAttention(context, launcher, kernels, memory, transfers, type);
        images = new Images(launcher, kernels, suffix);
        answers = new Answers(launcher, kernels, memory, suffix);
    }

    /** How the names of kernels end that compute in {@code type}. */
    static String suffix(DType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    /** The version of cuBLAS, for people. */
    public String products() {
        return products.version();
    }

    private CudaTensor activations(String operation, Tensor tensor) {
        Shapes.types(operation, type, tensor);
        return CudaTensor.of(tensor, operation);
    }

    private static CudaTensor indices(String operation, Tensor list, int count, int below, Tensor of) {
        Shapes.list(operation, list, count, of);
        CudaTensor tensor = CudaTensor.of(list, operation);
        if (count > 0) {
            tensor.indices.require(operation, below);
        }
        return tensor;
    }

    private static CudaTensor vector(String operation, Tensor vector, int columns, Tensor of) {
        Shapes.vector(operation, vector, columns, of);
        return CudaTensor.of(vector, operation);
    }

    private void same(String operation, Tensor first, Tensor second) {
        Shapes.types(operation, type, first, second);
        Shapes.same(operation, first, second);
    }

    @Override
    public void copy(Tensor out, Tensor in) {
        Shapes.same("copy", out, in);
        CudaTensor to = CudaTensor.of(out, "copy");
        CudaTensor from = CudaTensor.of(in, "copy");
        moves.move(to, from);
        if (to.type == DType.I32) {
            to.indices.writtenAs(from.indices, to.isWhole());
        }
    }

    @Override
    public void gatherRows(Tensor out, Tensor table, Tensor rows) {
        CudaTensor to = activations("gatherRows", out);
        CudaTensor from = CudaTensor.of(table, "gatherRows");
        require(out.columns() == table.columns(), "gatherRows", "equal columns", out, table);
        CudaTensor list = indices("gatherRows", rows, out.rows(), table.rows(), out);
        moves.run("gatherRows", to, from, null, list, out.rows());
    }

    @Override
    public void scatterRows(Tensor out, Tensor in, Tensor rows) {
        CudaTensor list = scatters("scatterRows", out, in, rows);
        moves.run("scatterRows", CudaTensor.of(out, ""), CudaTensor.of(in, ""), list, null, in.rows());
    }

    @Override
    public void scatterAddRows(Tensor out, Tensor in, Tensor rows) {
        CudaTensor list = scatters("scatterAddRows", out, in, rows);
        residuals.add(CudaTensor.of(out, ""), CudaTensor.of(in, ""), list);
    }

    private CudaTensor scatters(String operation, Tensor out, Tensor in, Tensor rows) {
        activations(operation, out);
        activations(operation, in);
        require(out.columns() == in.columns(), operation, "equal columns", out, in);
        return indices(operation, rows, in.rows(), out.rows(), in);
    }

    @Override
    public void linear(Tensor out, Tensor in, Tensor weight) {
        fits("linear", out, in, weight);
        products.multiply(CudaTensor.of(out, ""), CudaTensor.of(in, ""), CudaTensor.of(weight, ""));
    }

    @Override
    public void linearBias(Tensor out, Tensor in, Tensor weight, Tensor bias) {
        CudaTensor added = vector("linearBias", bias, out.columns(), out);
        fits("linearBias", out, in, weight);
        products.multiply(CudaTensor.of(out, ""), CudaTensor.of(in, ""), CudaTensor.of(weight, ""), added);
    }

    @Override
    public void linearInto(Tensor out, Tensor in, Tensor weight) {
        fits("linearInto", out, in, weight);
        products.multiplyInto(CudaTensor.of(out, ""), CudaTensor.of(in, ""), CudaTensor.of(weight, ""));
    }

    private void fits(String operation, Tensor out, Tensor in, Tensor weight) {
        activations(operation, out);
        activations(operation, in);
        CudaTensor.of(weight, operation);
        require(weight.type() == type, operation, "a weight loaded as LINEAR", out, in, weight);
        require(
                out.rows() == in.rows() && weight.rows() == out.columns() && weight.columns() == in.columns(),
                operation,
                "out [m, n], in [m, k], weight [n, k]",
                out,
                in,
                weight);
    }

    @Override
    public void rmsNorm(Tensor out, Tensor in, Tensor weight, float eps) {
        same("rmsNorm", out, in);
        CudaTensor factors = vector("rmsNorm", weight, in.columns(), in);
        norms.rms(CudaTensor.of(out, "rmsNorm"), CudaTensor.of(in, "rmsNorm"), factors, eps);
    }

    @Override
    public void layerNorm(Tensor out, Tensor in, Tensor weight, Tensor bias, float eps) {
        same("layerNorm", out, in);
        CudaTensor factors = vector("layerNorm", weight, in.columns(), in);
        CudaTensor added = vector("layerNorm", bias, in.columns(), in);
        norms.layer(CudaTensor.of(out, "layerNorm"), CudaTensor.of(in, "layerNorm"), factors, added, eps);
    }

    @Override
    public void addRows(Tensor inOut, Tensor table) {
        CudaTensor to = activations("addRows", inOut);
        CudaTensor from = CudaTensor.of(table, "addRows");
        require(
                inOut.columns() == table.columns() && table.rows() > 0 && table.type() == DType.F32 && from.isDense(),
                "addRows",
                "equal columns and an F32 table of at least one row",
                inOut,
                table);
        residuals.addTable(to, from);
    }

    @Override
    public void add(Tensor inOut, Tensor in) {
        same("add", inOut, in);
        residuals.add(CudaTensor.of(inOut, "add"), CudaTensor.of(in, "add"), null);
    }

    @Override
    public void addScaled(Tensor inOut, Tensor in, Tensor scale) {
        same("addScaled", inOut, in);
        CudaTensor factors = vector("addScaled", scale, in.columns(), in);
        residuals.addScaled(CudaTensor.of(inOut, "addScaled"), CudaTensor.of(in, "addScaled"), factors);
    }

    @Override
    public void gelu(Tensor inOut) {
        residuals.gelu(activations("gelu", inOut));
    }

    @Override
    public void quickGelu(Tensor inOut) {
        residuals.quickGelu(activations("quickGelu", inOut));
    }

    @Override
    public void siluTimes(Tensor out, Tensor gate, Tensor up) {
        same("siluTimes", out, gate);
        same("siluTimes", out, up);
        residuals.siluTimes(
                CudaTensor.of(out, "siluTimes"), CudaTensor.of(gate, "siluTimes"), CudaTensor.of(up, "siluTimes"));
    }

    @Override
    public void rotate(Tensor inOut, int heads, Tensor cosSin) {
        CudaTensor turned = activations("rotate", inOut);
        require(
                heads > 0
                        && cosSin.type() == DType.F32
                        && cosSin.rows() == inOut.rows()
                        && cosSin.columns() % 2 == 0
                        && inOut.columns() == heads * cosSin.columns(),
                "rotate",
                "inOut [rows, " + heads + " heads * headSide], cosSin F32 [rows, headSide] with an even headSide",
                inOut,
                cosSin);
        residuals.rotate(turned, heads, CudaTensor.of(cosSin, "rotate"));
    }

    @Override
    public void attendWithin(Tensor out, Tensor query, Tensor key, Tensor value, int tokens, int heads) {
        same("attendWithin", out, query);
        same("attendWithin", out, key);
        same("attendWithin", out, value);
        require(
                tokens > 0 && heads > 0 && out.rows() % tokens == 0 && out.columns() % heads == 0,
                "attendWithin",
                "groups of " + tokens + " tokens and " + heads + " heads",
                out);
        within.run(
                CudaTensor.of(out, "attendWithin"),
                CudaTensor.of(query, "attendWithin"),
                CudaTensor.of(key, "attendWithin"),
                CudaTensor.of(value, "attendWithin"),
                tokens,
                heads);
    }

    @Override
    public void attend(
            Tensor out, Tensor query, Tensor key, Tensor value, PagedKeysAndValues cache, int layer, StepSpans spans) {
        CudaCache places = AttendShapes.check(type, out, query, key, value, cache, layer, spans);
        paged.run(
                CudaTensor.of(out, "attend"),
                CudaTensor.of(query, "attend"),
                CudaTensor.of(key, "attend"),
                CudaTensor.of(value, "attend"),
                places,
                layer,
                spans);
    }

    @Override
    public void copyBlocks(PagedKeysAndValues cache, int[] from, int[] to) {
        require(
                cache instanceof CudaCache && ((CudaCache) cache).type() == type,
                "copyBlocks",
                "a cache of this device");
        cache.shape().requireCopies(from, to);
        for (int i = 0; i < from.length; i++) {
            ((CudaCache) cache).copy(from[i], to[i], context);
        }
    }

    @Override
    public void patches(Tensor out, Tensor pixels, int side, int patch, float[] mean, float[] deviation) {
        CudaTensor to = activations("patches", out);
        CudaTensor from = CudaTensor.of(pixels, "patches");
        require(
                patch > 0
                        && side % patch == 0
                        && mean.length == 3
                        && deviation.length == 3
                        && (pixels.type() == DType.U8 || pixels.type() == DType.F32)
                        && from.isDense()
                        && pixels.columns() == 3 * side * side
                        && out.columns() == 3 * patch * patch
                        && out.rows() == pixels.rows() * (side / patch) * (side / patch),
                "patches",
                "dense tiles of side " + side + " in patches of " + patch + ", three channels",
                out,
                pixels);
        images.patches(to, from, side, patch, mean, deviation);
    }

    @Override
    public void pixelShuffle(Tensor out, Tensor in, int grid, int skip) {
        Shapes.types("pixelShuffle", type, out, in);
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
        images.pixelShuffle(CudaTensor.of(out, "pixelShuffle"), CudaTensor.of(in, "pixelShuffle"), grid, skip);
    }

    @Override
    public void argmax(Tensor out, Tensor logits) {
        CudaTensor from = activations("argmax", logits);
        Shapes.list("argmax", out, logits.rows(), logits);
        answers.argmax(CudaTensor.of(out, "argmax"), from);
    }

    @Override
    public void logProbabilities(Tensor out, Tensor logits, Tensor ids) {
        CudaTensor from = activations("logProbabilities", logits);
        CudaTensor columns = indices("logProbabilities", ids, logits.rows(), logits.columns(), logits);
        Shapes.vector("logProbabilities", out, logits.rows(), logits);
        answers.logProbabilities(CudaTensor.of(out, "logProbabilities"), from, columns);
    }

    @Override
    public void penalizeRepeats(Tensor logits, int row, Tensor ids, float penalty) {
        CudaTensor one = activations("penalizeRepeats", logits).rowRange(row, 1);
        CudaTensor columns = indices("penalizeRepeats", ids, ids.columns(), logits.columns(), logits);
        answers.penalizeRepeats(one, columns, penalty);
    }

    @Override
    public void maskTokens(Tensor logits, int row, Tensor allowed) {
        CudaTensor one = activations("maskTokens", logits).rowRange(row, 1);
        Shapes.list("maskTokens", allowed, (logits.columns() + 31) / 32, logits);
        answers.maskTokens(one, CudaTensor.of(allowed, "maskTokens"));
    }

    @Override
    public void await() {
        context.await();
    }

    @Override
    public void close() {
        products.close();
    }
}
