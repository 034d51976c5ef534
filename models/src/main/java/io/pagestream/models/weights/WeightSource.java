package io.pagestream.models.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The tensors of a model folder, whether they lie in one safetensors file or in several with an index. Any thread. */
public final class WeightSource implements AutoCloseable {

    private static final String SINGLE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";
    private static final long MOST_INDEX_BYTES = 64L << 20;

    private static final int NAMES_IN_A_MESSAGE = 5;

    private final Path folder;
    private final Collection<SafetensorsFile> files;
    private final Map<String, FileTensor> tensors = new TreeMap<>();

    private WeightSource(Path folder, Collection<SafetensorsFile> files) {
        this.folder = folder;
        this.files = files;
        for (SafetensorsFile file : files) {
            for (String name : file.names()) {
                FileTensor twin = tensors.put(name, file.tensor(name));
                if (twin != null) {
                    throw new IllegalArgumentException("the tensor '" + name + "' is both in " + file.file()
                            + " and in " + twin.file().file() + "; remove the file that does not belong to this model");
                }
            }
        }
    }

    /** @throws IllegalArgumentException when a file is missing, damaged or not a safetensors file: says which */
    public static WeightSource open(Path folder) {
        List<SafetensorsFile> opened = new ArrayList<>();
        try {
            if (Files.isRegularFile(folder.resolve(INDEX))) {
                openShards(folder, opened);
            } else if (Files.isRegularFile(folder.resolve(SINGLE))) {
                opened.add(SafetensorsFile.open(folder.resolve(SINGLE)));
            } else {
                throw withoutWeights(folder);
            }
            return new WeightSource(folder, opened);
        } catch (RuntimeException e) {
            opened.forEach(SafetensorsFile::close);
            throw e;
        }
    }

    private static void openShards(Path folder, List<SafetensorsFile> opened) {
        Path index = folder.resolve(INDEX);
        Map<String, SafetensorsFile> shards = new LinkedHashMap<>();
        JsonNode map = readIndex(index).path("weight_map");
        if (!map.isObject() || map.isEmpty()) {
            throw new IllegalArgumentException("the index " + index + " has no weight_map; fetch it again");
        }
        map.properties().forEach(entry -> {
            String shard = entry.getValue().asText();
            SafetensorsFile file = shards.computeIfAbsent(shard, name -> openShard(index, name, opened));
            if (!file.has(entry.getKey())) {
                throw new IllegalArgumentException("the index " + index + " says that the tensor '" + entry.getKey()
                        + "' is in " + shard + ", but it is not; index and shards come from different downloads");
            }
        });
    }

    private static SafetensorsFile openShard(Path index, String name, List<SafetensorsFile> opened) {
        // A name with a folder in it could point anywhere on this machine.
        boolean plain = name.endsWith(".safetensors") && !name.contains("/") && !name.contains("\\");
        if (!plain || !Files.isRegularFile(index.resolveSibling(name))) {
            throw new IllegalArgumentException("the index " + index + " names the weight file '" + name
                    + "', which is not in the folder; fetch the missing shard");
        }
        SafetensorsFile file = SafetensorsFile.open(index.resolveSibling(name));
        opened.add(file);
        return file;
    }

    private static JsonNode readIndex(Path index) {
        try {
            if (Files.size(index) > MOST_INDEX_BYTES) {
                throw new IllegalArgumentException("the index " + index + " has " + Files.size(index)
                        + " bytes, more than " + MOST_INDEX_BYTES + "; it is not the index of a model");
            }
            return new ObjectMapper().readTree(Files.readAllBytes(index));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "the index " + index + " is not JSON: " + e.getOriginalMessage() + "; fetch it again", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("the index " + index + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static IllegalArgumentException withoutWeights(Path folder) {
        List<String> names;
        try (Stream<Path> entries = Files.list(folder)) {
            names = entries.map(entry -> entry.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return new IllegalArgumentException("the folder " + folder + " cannot be listed: " + e.getMessage(), e);
        }
        String pickle = firstEndingWith(names, ".bin", ".pt", ".pth");
        String other = firstEndingWith(names, ".safetensors");
        String has = "the folder " + folder + " has ";
        if (!other.isEmpty()) {
            return new IllegalArgumentException(has + "its weights in " + other + ", but neither " + SINGLE + " nor "
                    + INDEX + "; fetch the index, or take the model that is not quantised if this is a GPTQ file");
        }
        if (!pickle.isEmpty()) {
            return new IllegalArgumentException(has + "its weights in " + pickle
                    + " only, a pickle file, which can run any program when it is read and so is never read; convert it"
                    + " to safetensors, for example with save_pretrained of transformers in a container of its own");
        }
        return new IllegalArgumentException(
                has + "neither " + SINGLE + " nor " + INDEX + "; fetch the weights of the model");
    }

    private static String firstEndingWith(List<String> names, String... endings) {
        return names.stream()
                .filter(name -> Stream.of(endings).anyMatch(name::endsWith))
                .findFirst()
                .orElse("");
    }

    public Path folder() {
        return folder;
    }

    /** The names of all tensors. */
    public Set<String> names() {
        return Set.copyOf(tensors.keySet());
    }

    public boolean has(String name) {
        return tensors.containsKey(name);
    }

    /**
     * Holds the names in the files against the names that the model needs.
     *
     * @param names what the model needs
     * @param layers how many layers there are for names of the code that begin with the key
     * @param unused tensors that some files hold and no model of this kind reads
     * @throws IllegalArgumentException when a tensor is missing or nobody knows it: names it
     */
    public void requireExactly(WeightNames names, Map<String, Integer> layers, Predicate<String> unused) {
        TreeSet<String> missing = new TreeSet<>();
        for (String name : names.all(layers)) {
            boolean packed = !tensors.containsKey(name)
                    && tensors.containsKey(quantised(name).get(0));
            missing.addAll(packed ? quantised(name) : List.of(name));
        }
        TreeSet<String> extra = new TreeSet<>(tensors.keySet());
        extra.removeAll(missing);
        extra.removeIf(unused);
        missing.removeAll(tensors.keySet());
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("the weights in " + folder + " lack " + some(missing)
                    + "; fetch them again, or check that they belong to this config.json");
        }
        if (!extra.isEmpty()) {
            throw new IllegalArgumentException("the weights in " + folder + " hold " + some(extra)
                    + ", which the model of this config.json does not have; check that they belong together");
        }
    }

    private static String some(TreeSet<String> tensors) {
        List<String> first = tensors.stream().limit(NAMES_IN_A_MESSAGE).toList();
        int more = tensors.size() - first.size();
        return (tensors.size() == 1 ? "the tensor '" : "the tensors '") + String.join("', '", first) + "'"
                + (more > 0 ? " and " + more + " more" : "");
    }

    /** What a matrix of this name is stored as when it is quantised. */
    private static List<String> quantised(String name) {
        String base = name.endsWith(".weight") ? name.substring(0, name.length() - "weight".length()) : name + ".";
        return List.of(base + "qweight", base + "qzeros", base + "scales");
    }

    /**
     * Rows and columns of a tensor, as {@link io.pagestream.compute.StoredTensor} counts them.
     *
     * @throws IllegalArgumentException when there is none of this name
     */
    public int[] shape(String name) {
        NamedTensor tensor = tensor(name);
        return new int[] {tensor.rows(), tensor.columns()};
    }

    /** @throws IllegalArgumentException when there is none of this name, or its type is not read */
    NamedTensor tensor(String name) {
        FileTensor tensor = tensors.get(name);
        List<String> quantised = quantised(name);
        if (tensor == null && tensors.keySet().containsAll(quantised)) {
            return AwqTensor.of(
                    name, tensors.get(quantised.get(0)), tensors.get(quantised.get(1)), tensors.get(quantised.get(2)));
        }
        if (tensor == null) {
            throw new IllegalArgumentException("the tensor '" + name + "' is missing in " + folder
                    + "; fetch the weights again, or check that they belong to this config.json");
        }
        if (!tensor.isReadable()) {
            throw new IllegalArgumentException(
                    "the tensor '" + name + "' in " + tensor.file().file() + " has type "
                            + tensor.storedType() + " and shape " + tensor.shape()
                            + "; only weights of type F32, F16 and BF16, and 4-bit ones of AWQ, are read: take the model that is not quantised otherwise");
        }
        return tensor;
    }

    /** Closes the files; what was loaded onto a device stays. */
    @Override
    public void close() {
        files.forEach(SafetensorsFile::close);
    }
}
