package io.pagestream.engine;

import io.pagestream.compute.CacheShape;
import io.pagestream.engine.draft.Drafter;
import io.pagestream.engine.request.Reading;
import io.pagestream.engine.request.ReadingRequest;
import io.pagestream.engine.request.SamplingRule;
import io.pagestream.engine.schedule.PromptTokens;
import io.pagestream.engine.schedule.Sequence;
import io.pagestream.engine.schedule.TilePlace;
import io.pagestream.imaging.tile.Fingerprint;
import io.pagestream.imaging.tile.TileBatch;
import io.pagestream.models.LoadedModel;
import io.pagestream.models.config.ModelConfig;
import io.pagestream.models.language.UnknownAdapterException;
import io.pagestream.models.prompt.ImageShape;
import io.pagestream.models.prompt.ImageSpan;
import io.pagestream.models.prompt.Prompt;
import io.pagestream.models.prompt.PromptTooLongException;
import io.pagestream.models.tokenize.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Makes a sequence of a request, or says why it can never be answered here. Immutable, any thread: prompts are written on
 * the caller's, so that the engine thread has nothing to do with text.
 */
final class Intake {

    /** What becomes of a request. */
    sealed interface Admission {}

    record Accepted(Sequence sequence) implements Admission {}

    record Refused(Reading.Unreadable reading) implements Admission {}

    private final LoadedModel model;
    private final ModelConfig config;
    private final CacheShape cache;
    private final boolean sharing;
    private final boolean speculating;
    private final int mostBeams;
    private final int largestGroup;
    private final Forms forms;

    /**
     * @param cache its size
     * @param sharing whether prompts that begin alike are computed once
     * @param speculating whether answers are guessed
     * @param mostBeams of one search
     * @param largestGroup the most tiles that can be kept together
     */
    Intake(LoadedModel model, CacheShape cache, boolean sharing, boolean speculating, int mostBeams, int largestGroup) {
        this.model = model;
        this.config = model.config();
        this.cache = cache;
        this.sharing = sharing;
        this.speculating = speculating;
        this.mostBeams = mostBeams;
        this.largestGroup = largestGroup;
        this.forms = new Forms(model.tokenizer(), config);
    }

    Tokenizer tokenizer() {
        return model.tokenizer();
    }

    Forms.Spent formsSpent() {
        return forms.spent();
    }

    Admission admit(ReadingRequest request) {
        if (request.adapter().isPresent()) {
            String adapter = request.adapter().get();
            List<String> present = model.language().adapters();
            if (!present.contains(adapter)) {
                String detail = new UnknownAdapterException(adapter, present).getMessage();
                return refused(Reading.Reason.INVALID_REQUEST, config.name() + ": " + detail);
            }
        }
        boolean overview = config.vision().separators();
        for (TileBatch image : request.images()) {
            if (image.hasOverview() != overview) {
                return refused(
                        Reading.Reason.INVALID_REQUEST,
                        config.name() + " reads images " + (overview ? "with" : "without") + " an overview, got "
                                + image);
            }
            if (image.side() != config.vision().imageSide()) {
                return refused(
                        Reading.Reason.INVALID_REQUEST,
                        config.name() + " reads tiles of " + config.vision().imageSide() + " pixels, got " + image);
            }
        }
        if (request.sampling().beams().width() > mostBeams) {
            return refused(
                    Reading.Reason.INVALID_REQUEST,
                    "a search with " + request.sampling().beams().width() + " beams, the engine writes " + mostBeams
                            + " answers at the same time: use fewer beams, or raise maxRunning");
        }
        Prompt prompt;
        try {
            prompt = model.prompt(
                    request.turns(),
                    request.images().stream()
                            .map(image -> new ImageShape(
                                    image.grid().columns(), image.grid().rows(), image.views()))
                            .toList());
        } catch (PromptTooLongException e) {
            return refused(Reading.Reason.PROMPT_TOO_LONG, e.getMessage());
        } catch (IllegalArgumentException e) {
            return refused(Reading.Reason.INVALID_REQUEST, "the prompt cannot be written: " + e.getMessage());
        }
        return fit(request, prompt);
    }

    private Admission fit(ReadingRequest request, Prompt prompt) {
        int promptTokens = prompt.tokens().length;
        int context = config.language().maxPositions();
        if (promptTokens >= context) {
            return refused(
                    Reading.Reason.PROMPT_TOO_LONG,
                    "the prompt has " + promptTokens + " tokens, " + config.name() + " can take " + (context - 1)
                            + ": use fewer tiles or a shorter text");
        }
        int maxAnswer = Math.min(request.sampling().maxTokens(), context - promptTokens);
        Set<Integer> stopTokens = new HashSet<>(request.sampling().stopTokens());
        if (!request.sampling().endless()) {
            stopTokens.addAll(config.stopTokens());
        }
        PromptTokens placed = placed(request, prompt);
        if (placed.largestGroup() > largestGroup) {
            return refused(
                    Reading.Reason.PROMPT_TOO_LONG,
                    "a row of " + placed.largestGroup() + " tiles has to be encoded as one, there is room for "
                            + largestGroup + ": use fewer tiles");
        }
        List<Fingerprint> beginnings = sharing
                ? Beginnings.of(placed, request.images(), cache.blockTokens(), variant(request, promptTokens))
                : List.of();
        Sequence sequence = new Sequence(request, placed, beginnings, maxAnswer, stopTokens);
        if (sequence.mostBlocks(cache.blockTokens()) > cache.blocks()) {
            return refused(Reading.Reason.PROMPT_TOO_LONG, tooLarge(sequence, maxAnswer));
        }
        try {
            sequence.weigh(tokens(request.sampling().weighed()));
            request.sampling().form().ifPresent(form -> sequence.keepTo(forms.start(form, maxAnswer)));
        } catch (IllegalArgumentException e) {
            return refused(
                    Reading.Reason.INVALID_REQUEST,
                    (request.sampling().form().isPresent() ? "no answer can have this form: " : "") + e.getMessage());
        }
        if (speculating && canBeGuessed(request.sampling())) {
            sequence.guess(new Drafter(references(request, placed)));
        }
        return new Accepted(sequence);
    }

    /** A form's masks are made token by token, and beams go several ways; everything else is checked row by row. */
    private static boolean canBeGuessed(SamplingRule rule) {
        return !rule.beams().isSearch()
                && rule.form().isEmpty()
                && rule.weighed().isEmpty();
    }

    /** What the answer may repeat: the words of its prompt, and the text that was given with it. */
    private List<int[]> references(ReadingRequest request, PromptTokens prompt) {
        int[] words = IntStream.range(0, prompt.ids().length)
                .filter(position -> prompt.vectors()[position] == PromptTokens.TEXT)
                .map(position -> prompt.ids()[position])
                .toArray();
        return request.reference()
                .map(text -> List.of(words, model.tokenizer().encodePlain(text)))
                .orElse(List.of(words));
    }

    private int[] tokens(List<String> texts) {
        return texts.stream()
                .mapToInt(text -> {
                    int[] ids = model.tokenizer().encodePlain(text);
                    if (ids.length != 1) {
                        throw new IllegalArgumentException("what is weighed must be one token, '" + text + "' is "
                                + ids.length + " in " + config.name());
                    }
                    return ids[0];
                })
                .toArray();
    }

    private String tooLarge(Sequence sequence, int maxAnswer) {
        String beams = sequence.width() == 1 ? "" : ", " + sequence.width() + " beams";
        return "the request may need " + sequence.mostBlocks(cache.blockTokens()) * cache.blockTokens() + " tokens ("
                + sequence.promptTokens() + " of the prompt, " + maxAnswer + " of the answer" + beams
                + ", in whole blocks), the whole cache holds " + (long) cache.blocks() * cache.blockTokens()
                + ": ask for fewer tokens, use fewer tiles, or raise kvCacheBytes";
    }

    /** Keys and values of equal tokens differ where angles or weights do. */
    private String variant(ReadingRequest request, int promptTokens) {
        return "turned for " + config.language().rotary().turnedFor(promptTokens)
                + request.adapter().map(adapter -> ", with " + adapter).orElse("");
    }

    private PromptTokens placed(ReadingRequest request, Prompt prompt) {
        int perTile = config.vision().tokensPerTile();
        int[] vectors = new int[prompt.tokens().length];
        Arrays.fill(vectors, PromptTokens.TEXT);
        List<TilePlace> tiles = new ArrayList<>();
        for (ImageSpan span : prompt.images()) {
            int views = request.images().get(span.image()).views();
            int[] first = new int[views];
            int[] end = new int[views];
            for (int i = 0; i < span.tokens(); i++) {
                int position = span.firstToken() + i;
                int vector = span.vectors()[i];
                vectors[position] = vector < 0 ? vector - 1 : tiles.size() * perTile + vector;
                if (vector >= 0) {
                    int view = vector / perTile;
                    first[view] = end[view] == 0 ? position : first[view];
                    end[view] = position + 1;
                }
            }
            for (int view = 0; view < views; view++) {
                tiles.add(new TilePlace(first[view], end[view], span.image(), view));
            }
        }
        return new PromptTokens(prompt.tokens(), vectors, tiles, perTile);
    }

    private static Refused refused(Reading.Reason reason, String detail) {
        return new Refused(new Reading.Unreadable(reason, detail));
    }
}
