package io.pagestream.models;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The families of decoders: for each, what its weights are called. Everything else that differs is in {@code
 * config.json}. A new family is a row here.
 */
enum ModelFamily {
    /** Qwen2 and Qwen2.5: biases at query, key and value. */
    QWEN2(List.of("qwen2"), DecoderNames.SEPARATE),

    /** Llama 3, and InternLM2 in its {@code -hf} conversions. */
    LLAMA(List.of("llama"), DecoderNames.SEPARATE),

    /** Phi-3: query, key and value in one matrix, gate and up in another. */
    PHI3(List.of("phi3"), DecoderNames.PACKED),

    /** InternLM2: query, key and value interleaved in one matrix, names of its own. */
    INTERNLM2(List.of("internlm2"), DecoderNames.INTERNLM2),

    /** InternLM-XComposer2, 4KHD and 2.5: InternLM2 with low-rank additions. */
    XCOMPOSER2(List.of("internlmxcomposer2"), DecoderNames.XCOMPOSER2);

    private final List<String> modelTypes;
    private final String names;

    ModelFamily(List<String> modelTypes, String names) {
        this.modelTypes = modelTypes;
        this.names = names;
    }

    /** @param modelType as {@code config.json} calls it */
    static ModelFamily of(String modelType) {
        return Arrays.stream(values())
                .filter(family -> family.modelTypes.contains(modelType))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("config.json says that the decoder's model_type is "
                        + modelType + ", but this version reads "
                        + Arrays.stream(values())
                                .flatMap(family -> family.modelTypes.stream())
                                .collect(Collectors.joining(", "))
                        + "; take a model with such a decoder"));
    }

    String names() {
        return names;
    }
}
