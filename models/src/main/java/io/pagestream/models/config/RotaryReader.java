package io.pagestream.models.config;

/** Reads how a decoder turns its heads: {@code rope_theta} and {@code rope_scaling}. */
final class RotaryReader {

    private static final String ORIGINAL_POSITIONS = "original_max_position_embeddings";

    private final Fields fields;
    private final int headSide;
    private final int positions;

    /**
     * @param fields the decoder's values
     * @param positions {@code max_position_embeddings}
     */
    RotaryReader(Fields fields, int headSide, int positions) {
        this.fields = fields;
        this.headSide = headSide;
        this.positions = positions;
    }

    /** transformers 5 writes base and scaling into one object, {@code rope_parameters}. */
    Rotary read() {
        String name = fields.has("rope_scaling") ? "rope_scaling" : "rope_parameters";
        if (!fields.has(name)) {
            return Rotary.plain(fields.number("rope_theta"));
        }
        Fields scaling = fields.object(name);
        Fields base = fields.has("rope_theta") ? fields : scaling;
        return new Rotary(base.number("rope_theta"), scaling(scaling));
    }

    private Rotary.Scaling scaling(Fields scaling) {
        String name = scaling.has("rope_type") ? "rope_type" : "type";
        return switch (scaling.text(name)) {
            case "default" -> new Rotary.None();
            case "dynamic" -> new Rotary.DynamicNtk(scaling.number("factor"), positions);
            case "su", "longrope" -> longRope(scaling);
            case "llama3" ->
                new Rotary.Llama3(
                        scaling.number("factor"),
                        scaling.number("low_freq_factor"),
                        scaling.number("high_freq_factor"),
                        scaling.count(ORIGINAL_POSITIONS));
            default -> throw scaling.refused(name, scaling.text(name), "default, dynamic, su, longrope or llama3");
        };
    }

    /** The magnitude as the reference computes it (Phi-3's {@code modeling_phi3.py}): from the two lengths. */
    private Rotary.LongRope longRope(Fields scaling) {
        for (String own : new String[] {"attention_factor", "short_mscale", "long_mscale"}) {
            if (scaling.has(own)) {
                throw scaling.refused(own, scaling.number(own), "nothing");
            }
        }
        int original =
                scaling.has(ORIGINAL_POSITIONS) ? scaling.count(ORIGINAL_POSITIONS) : fields.count(ORIGINAL_POSITIONS);
        double ratio = (double) positions / original;
        double magnitude = ratio <= 1 ? 1 : Math.sqrt(1 + Math.log(ratio) / Math.log(original));
        return new Rotary.LongRope(
                scaling.numbers("short_factor", headSide / 2),
                scaling.numbers("long_factor", headSide / 2),
                original,
                magnitude);
    }
}
