package io.pagestream.models.parity;

import io.pagestream.compute.Device;
import io.pagestream.models.LoadedModel;
import io.pagestream.models.ModelLoader;
import io.pagestream.models.config.LanguageConfig;
import io.pagestream.models.golden.GoldenCase;
import io.pagestream.models.golden.GoldenFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/**
 * Runs golden folders on a device: their pictures, one picture through the encoder, then every question from the picture's
 * file to the text of the answer. What cannot be run is a result too, and no pass. Belongs to the device's thread.
 */
public final class ParityRun {

    /** Stands for a folder that could not be opened. */
    public static final String MODEL = "model";

    /** Picture files to tiles. */
    public static final String PICTURES = "pictures";

    /** One picture through the encoder. */
    public static final String VISION = "vision";

    private final Device device;
    private final Pictures pictures;
    private final BiPredicate<String, String> chosen;
    private final Consumer<ParityResult> listener;

    /**
     * @param pictures who makes tiles of picture files
     * @param chosen of the name of a folder and the name of a case: whether it shall run
     * @param listener is told each result as soon as it is there
     */
    public ParityRun(
            Device device, Pictures pictures, BiPredicate<String, String> chosen, Consumer<ParityResult> listener) {
        this.device = device;
        this.pictures = pictures;
        this.chosen = chosen;
        this.listener = listener;
    }

    /** What can be chosen in a folder, in the order in which it runs. */
    public static List<String> names(GoldenFolder golden) {
        List<String> names = new ArrayList<>();
        if (golden.expected().has("images")) {
            names.add(PICTURES);
        }
        if (golden.expected().has("vision")) {
            names.add(VISION);
        }
        golden.cases().forEach(each -> names.add(each.id()));
        return names;
    }

    /** Runs one folder; never throws for what is in it. */
    public List<ParityResult> run(Path folder) {
        List<ParityResult> results = new ArrayList<>();
        String name = folder.toAbsolutePath().normalize().getFileName().toString();
        try {
            GoldenFolder golden = GoldenFolder.of(folder);
            List<String> names = names(golden).stream()
                    .filter(each -> chosen.test(name, each))
                    .toList();
            if (!names.isEmpty()) {
                run(golden, names, results);
            }
        } catch (RuntimeException e) {
            tell(results, ParityResult.notRun(name, MODEL, sentence(e)));
        }
        return results;
    }

    private void run(GoldenFolder golden, List<String> names, List<ParityResult> results) {
        try (LoadedModel model = ModelLoader.load(golden.folder(), device);
                Sequences sequences = sequences(golden, model)) {
            for (String name : names) {
                tell(results, one(golden, model, sequences, name));
            }
        }
    }

    private Sequences sequences(GoldenFolder golden, LoadedModel model) {
        int most = golden.cases().stream()
                .filter(each -> chosen.test(golden.name(), each.id()))
                .mapToInt(each -> Math.addExact(each.inputIds().length, each.maxNewTokens()))
                .max()
                .orElse(1);
        return new Sequences(device, model.config().language(), model.language(), 1, most);
    }

    private void tell(List<ParityResult> results, ParityResult result) {
        results.add(result);
        listener.accept(result);
    }

    private ParityResult one(GoldenFolder golden, LoadedModel model, Sequences sequences, String name) {
        try {
            return switch (name) {
                case PICTURES ->
                    ParityResult.of(
                            golden.name(),
                            name,
                            new PictureCheck(golden, model.config().vision(), pictures).first(),
                            "");
                case VISION ->
                    ParityResult.of(
                            golden.name(),
                            name,
                            VisionCheck.first(golden, model.config().vision(), model.vision(), device, pictures),
                            "");
                default -> asked(golden, model, sequences, golden.goldenCase(name));
            };
        } catch (RuntimeException e) {
            return ParityResult.notRun(golden.name(), name, sentence(e));
        }
    }

    private ParityResult asked(GoldenFolder golden, LoadedModel model, Sequences sequences, GoldenCase asked) {
        PreparedCase prepared = PreparedCase.of(golden, asked, model, device, pictures);
        LanguageConfig language = model.config().language();
        CaseCheck check = new CaseCheck(
                golden,
                sequences,
                language.hidden(),
                language.vocabulary(),
                model.tokenizer(),
                Tolerances.of(device.activations()));
        Optional<ParityFinding> finding = prepared.finding().or(() -> check.first(asked, prepared.rows()));
        return ParityResult.of(golden.name(), asked.id(), finding, prepared.note());
    }

    /** The words of our own exceptions are for people; of others the class says more. */
    private static String sentence(RuntimeException e) {
        boolean ours = e.getClass().getPackageName().startsWith("io.pagestream.");
        return ours || e instanceof IllegalArgumentException ? e.getMessage() : e.toString();
    }
}
