package io.pagestream.models.weights;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the tensors of a model are called: a name that the code uses on the left, the name or names in the files on the
 * right. Several names, joined by {@code +}, are stacked into one matrix. <code>{n}</code> stands for the number of a
 * layer. A name of the code with a {@code ?} is a weight that not every model has; those with the same word behind
 * it come together or not at all. Immutable, any thread.
 */
public final class WeightNames {

    private static final char OPTIONAL = '?';

    private final Map<String, List<String>> stored;

    private WeightNames(Map<String, List<String>> stored) {
        this.stored = stored;
    }

    /** Reads a table with one line for each weight: {@code code-name  file-name [+ file-name]...} */
    public static WeightNames of(String... tables) {
        Map<String, List<String>> stored = new LinkedHashMap<>();
        for (String table : tables) {
            for (String line : table.strip().split("\n")) {
                String[] words = line.strip().split("\\s+", 2);
                stored.put(words[0], List.of(words[1].split("\\s*\\+\\s*")));
            }
        }
        return new WeightNames(stored);
    }

    /**
     * The same table with the optional weights that a model has, and no other optional ones. What layer 0 has, every
     * layer must have.
     *
     * @param tensors the names in the model's files
     */
    public WeightNames present(Set<String> tensors) {
        Set<String> groups = new TreeSet<>();
        stored.forEach((name, files) -> {
            if (files.stream().anyMatch(file -> tensors.contains(numbered(file, 0)))) {
                groups.add(group(name));
            }
        });
        Map<String, List<String>> kept = new LinkedHashMap<>();
        stored.forEach((name, files) -> {
            int mark = name.indexOf(OPTIONAL);
            if (mark < 0 || groups.contains(group(name))) {
                kept.put(mark < 0 ? name : name.substring(0, mark), files);
            }
        });
        return new WeightNames(kept);
    }

    private static String group(String name) {
        String word = name.substring(name.indexOf(OPTIONAL) + 1);
        return word.isEmpty() ? name : word;
    }

    /** Whether the model has a weight that the code calls {@code name}. */
    public boolean has(String name) {
        return stored.containsKey(name);
    }

    /** The same table without the weight {@code name}, for models that do not have it. */
    public WeightNames without(String name) {
        Map<String, List<String>> rest = new LinkedHashMap<>(stored);
        rest.remove(name);
        return new WeightNames(rest);
    }

    /** Both tables as one. */
    public WeightNames and(WeightNames other) {
        Map<String, List<String>> both = new LinkedHashMap<>(stored);
        both.putAll(other.stored);
        return new WeightNames(both);
    }

    /** The same table with {@code change} applied to the beginning of the names in the files. */
    public WeightNames renamed(Map<String, String> prefixes) {
        Map<String, List<String>> renamed = new LinkedHashMap<>();
        stored.forEach((name, files) -> renamed.put(
                name, files.stream().map(file -> rename(file, prefixes)).toList()));
        return new WeightNames(renamed);
    }

    private static String rename(String name, Map<String, String> prefixes) {
        return prefixes.entrySet().stream()
                .filter(prefix -> name.startsWith(prefix.getKey()))
                .findFirst()
                .map(prefix ->
                        prefix.getValue() + name.substring(prefix.getKey().length()))
                .orElse(name);
    }

    /** The names in the files of the weight that the code calls {@code name}; {@code layer} is for those that have one. */
    public List<String> of(String name, int layer) {
        List<String> files = stored.get(name);
        if (files == null) {
            throw new IllegalArgumentException("no weight is called '" + name + "'; there are " + stored.keySet());
        }
        return files.stream().map(file -> numbered(file, layer)).toList();
    }

    /**
     * The names of all tensors in the files.
     *
     * @param layers how many layers there are for names of the code that begin with the key
     */
    public Collection<String> all(Map<String, Integer> layers) {
        Collection<String> all = new TreeSet<>();
        stored.forEach((name, files) -> {
            int count = layers.entrySet().stream()
                    .filter(entry -> name.startsWith(entry.getKey()))
                    .mapToInt(Map.Entry::getValue)
                    .findFirst()
                    .orElse(1);
            List<String> numbered = new ArrayList<>();
            for (int layer = 0; layer < count; layer++) {
                int current = layer;
                files.forEach(file -> numbered.add(numbered(file, current)));
            }
            all.addAll(numbered);
        });
        return all;
    }

    private static String numbered(String name, int layer) {
        return name.replace("{n}", Integer.toString(layer));
    }
}
