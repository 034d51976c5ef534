package io.pagestream.models.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes a model of the original layout in the {@code -hf} one, as the conversion script of transformers does: the same
 * bytes under other names, query, key and value being thirds of one matrix.
 */
public final class HfFolder {

    private static final String INDEX = "model.safetensors.index.json";

    private static final Map<String, String> NAMES = new LinkedHashMap<>();

    static {
        NAMES.put("vision_model.embeddings.class_embedding", "vision_tower.embeddings.cls_token");
        NAMES.put("vision_model.embeddings.position_embedding", "vision_tower.embeddings.position_embeddings");
        NAMES.put("vision_model.embeddings.patch_embedding", "vision_tower.embeddings.patch_embeddings.projection");
        NAMES.put("vision_model.encoder.layers", "vision_tower.encoder.layer");
        NAMES.put(".attn.proj.", ".attention.projection_layer.");
        NAMES.put(".attn.", ".attention.");
        NAMES.put(".norm1.", ".layernorm_before.");
        NAMES.put(".norm2.", ".layernorm_after.");
        NAMES.put(".ls1", ".lambda_1");
        NAMES.put(".ls2", ".lambda_2");
        NAMES.put("mlp1.0.", "multi_modal_projector.layer_norm.");
        NAMES.put("mlp1.1.", "multi_modal_projector.linear_1.");
        NAMES.put("mlp1.3.", "multi_modal_projector.linear_2.");
    }

    private HfFolder() {}

    /** Decoders whose names are the same in both layouts only: Llama's and Qwen2's. */
    public static void of(Path original, Path folder) {
        ObjectNode index = new ObjectMapper().createObjectNode();
        ObjectNode map = index.putObject("weight_map");
        try (Stream<Path> files = Files.list(original)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve(file.getFileName().toString());
                Files.copy(file, copy);
                if (copy.toString().endsWith(".safetensors")) {
                    SafetensorsEdit.edit(copy, HfFolder::rename);
                    GoldenTensors.read(copy)
                            .names()
                            .forEach(name -> map.put(name, copy.getFileName().toString()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        write(folder.resolve(INDEX), index);
        write(folder.resolve("config.json"), config((ObjectNode) GoldenFixture.json(original.resolve("config.json"))));
    }

    private static void write(Path file, JsonNode json) {
        SafetensorsEdit.writeBytes(file, json.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectNode config(ObjectNode config) {
        ObjectNode vision = (ObjectNode) config.get("vision_config");
        int patches =
                vision.path("image_size").asInt() / vision.path("patch_size").asInt();
        vision.put("model_type", "internvl_vision");
        vision.set("attention_bias", vision.remove("qkv_bias"));
        vision.set("use_qk_norm", vision.remove("qk_normalization"));
        config.put("model_type", "internvl").put("image_seq_length", patches * patches / 4);
        config.set("text_config", config.remove("llm_config"));
        config.remove(List.of("ps_version", "select_layer", "force_image_size", "template"));
        return config;
    }

    private static void rename(ObjectNode header) {
        ObjectNode before = header.deepCopy();
        header.removeAll();
        before.properties().forEach(entry -> {
            String name = entry.getKey();
            for (Map.Entry<String, String> part : NAMES.entrySet()) {
                name = name.replace(part.getKey(), part.getValue());
            }
            if (name.contains(".qkv.")) {
                split(header, name, (ObjectNode) entry.getValue());
            } else {
                header.set(name, entry.getValue());
            }
        });
    }

    private static void split(ObjectNode header, String name, ObjectNode whole) {
        long from = whole.path("data_offsets").get(0).asLong();
        long third = (whole.path("data_offsets").get(1).asLong() - from) / 3;
        for (String part : List.of("q", "k", "v")) {
            ObjectNode entry = whole.deepCopy();
            ArrayNode shape = (ArrayNode) entry.get("shape");
            shape.set(0, shape.get(0).asInt() / 3);
            entry.putArray("data_offsets").add(from).add(from + third);
            header.set(name.replace(".qkv.", "." + part + "_proj."), entry);
            from += third;
        }
    }
}
