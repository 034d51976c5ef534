package io.pagestream.models.task;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An article with pictures, step by step, as XComposer's composition demos make it: write the text, find the places for
 * pictures, caption them, look pictures up, choose one for each place. It says what to do next and is told the result;
 * models and pictures are the caller's business. One conversation, one thread at a time.
 *
 * <pre>{@code
 * ArticleComposition composing = ArticleComposition.of(family, "Write about tea.", List.of(), OptionalInt.empty());
 * while (!(composing.next() instanceof ArticleComposition.Done)) {
 *     if (composing.next() instanceof ArticleComposition.Ask ask) {
 *         composing.answered(model.answer(ask.plan(), ask.images()));   // what follows the plan's answerPrefix
 *     } else if (composing.next() instanceof ArticleComposition.Search search) {
 *         composing.found(pictures.like(search.caption(), search.without()));
 *     }
 * }
 * }</pre>
 */
public final class ArticleComposition {

    /** What to do next. */
    public sealed interface Next {}

    /** @param images names of the images that {@code plan} shows, in order */
    public record Ask(TaskPlan plan, List<String> images) implements Next {}

    /**
     * @param caption of the picture that is wanted, cut to the length that the demos search with
     * @param without pictures that were found for other places
     */
    public record Search(String caption, Set<String> without) implements Next {}

    /** @param sections of the article in order */
    public record Done(List<Section> sections) implements Next {}

    /** @param image its name, when one stands behind the text */
    public record Section(String text, Optional<String> image) {}

    private static final int MOST_SECTIONS = 60;
    private static final int MOST_IMAGES = 10;
    private static final int MOST_CAPTION = 53;
    private static final int MOST_CANDIDATES = 4;
    private static final int ARTICLE_TOKENS = 4096;
    private static final Pattern SECTION = Pattern.compile("<Seg([0-9]{1,9})>");

    private final ArticlePrompts prompts;
    private final List<String> images;
    private final OptionalInt wanted;
    private final List<Integer> positions = new ArrayList<>();
    private final List<String> captions = new ArrayList<>();
    private final List<List<String>> candidates = new ArrayList<>();
    private final Map<Integer, String> chosen = new LinkedHashMap<>();
    private List<String> sections = List.of();
    private Next next;
    private Stage stage = Stage.WRITE;

    private enum Stage {
        WRITE,
        PLACE,
        CAPTION,
        SEARCH,
        CHOOSE,
        DONE
    }

    private ArticleComposition(boolean newer, String instruction, List<String> images, OptionalInt wanted) {
        this.prompts = new ArticlePrompts(newer);
        this.images = List.copyOf(images);
        this.wanted = wanted;
        this.next = new Ask(prompts.article(instruction, images.size(), ARTICLE_TOKENS), this.images);
    }

    /**
     * @param family XComposer2 or XComposer-2.5
     * @param instruction what the article is about
     * @param images names of the user's own pictures, at most 10; none to have pictures looked up
     * @param wanted how many pictures; empty lets the model decide
     */
    public static ArticleComposition of(
            TaskFamily family, String instruction, List<String> images, OptionalInt wanted) {
        if (family != TaskFamily.XCOMPOSER2 && family != TaskFamily.XCOMPOSER2D5) {
            throw new IllegalArgumentException(
                    "models of " + family + " do not compose articles; take XComposer2 or XComposer-2.5");
        }
        if (images.size() > MOST_IMAGES || images.size() != new HashSet<>(images).size()) {
            throw new IllegalArgumentException("an article takes at most " + MOST_IMAGES
                    + " pictures of different names, got " + images.size() + ": leave some out");
        }
        if (wanted.isPresent() && (wanted.getAsInt() < 1 || wanted.getAsInt() > MOST_SECTIONS)) {
            throw new IllegalArgumentException(
                    "an article has 1 to " + MOST_SECTIONS + " pictures, wanted " + wanted.getAsInt());
        }
        return new ArticleComposition(family == TaskFamily.XCOMPOSER2D5, instruction, images, wanted);
    }

    public Next next() {
        return next;
    }

    /**
     * The answer to the {@link Ask} that is open, without the words it had to begin with. Whatever it says, the article
     * goes on.
     */
    public void answered(String answer) {
        requireOpen(next instanceof Ask, "an answer");
        switch (stage) {
            case WRITE -> written(answer);
            case PLACE -> placed(answer);
            case CAPTION -> captioned(answer);
            default -> chosen(answer);
        }
    }

    /** Names of pictures for the {@link Search} that is open, the best first; those after the fourth are left out. */
    public void found(List<String> pictures) {
        requireOpen(next instanceof Search, "pictures");
        candidates.add(pictures.stream()
                .filter(picture -> !((Search) next).without().contains(picture))
                .distinct()
                .limit(MOST_CANDIDATES)
                .toList());
        searchOrChoose();
    }

    private void requireOpen(boolean open, String given) {
        if (!open) {
            throw new IllegalStateException("the composition waits for "
                    + next.getClass().getSimpleName() + ", got " + given + "; look at next() first");
        }
    }

    private void written(String answer) {
        sections = answer.strip()
                .replaceAll("\\n\\s*+", "\n")
                .lines()
                .filter(line -> !line.isBlank())
                .limit(MOST_SECTIONS)
                .toList();
        if (sections.isEmpty()) {
            finish();
            return;
        }
        stage = Stage.PLACE;
        next = new Ask(prompts.positions(sections, images.size(), wanted), images);
    }

    private void placed(String answer) {
        Set<Integer> named = new TreeSet<>();
        Matcher found = SECTION.matcher(answer);
        while (found.find()) {
            int section = Integer.parseInt(found.group(1));
            if (section < sections.size()) {
                named.add(section);
            }
        }
        int most = images.isEmpty() ? MOST_SECTIONS : images.size();
        named.stream().limit(Math.min(most, wanted.orElse(most))).forEach(positions::add);
        if (positions.isEmpty()) {
            finish();
        } else if (images.isEmpty()) {
            stage = Stage.CAPTION;
            askForCaption();
        } else {
            chooseNext();
        }
    }

    private void askForCaption() {
        next = new Ask(prompts.caption(sections, positions.get(captions.size()), positions, captions), List.of());
    }

    private void captioned(String answer) {
        captions.add(prompts.captionOf(answer));
        if (captions.size() < positions.size()) {
            askForCaption();
        } else {
            searchOrChoose();
        }
    }

    private void searchOrChoose() {
        if (candidates.size() == positions.size()) {
            chooseNext();
            return;
        }
        stage = Stage.SEARCH;
        String caption = captions.get(candidates.size());
        Set<String> without = new HashSet<>();
        candidates.forEach(without::addAll);
        int end = caption.offsetByCodePoints(0, Math.min(MOST_CAPTION, caption.codePointCount(0, caption.length())));
        next = new Search(caption.substring(0, end), Set.copyOf(without));
    }

    private List<String> candidatesOf(int place) {
        return images.isEmpty()
                ? candidates.get(place)
                : images.stream().filter(image -> !chosen.containsValue(image)).toList();
    }

    /** A place without candidates stays empty; a single candidate is taken without asking. */
    private void chooseNext() {
        stage = Stage.CHOOSE;
        int place = nextPlace();
        while (place < positions.size() && candidatesOf(place).size() < 2) {
            List<String> single = candidatesOf(place);
            chosen.put(positions.get(place), single.isEmpty() ? "" : single.get(0));
            place = nextPlace();
        }
        if (place == positions.size()) {
            finish();
            return;
        }
        List<String> shown = new ArrayList<>(
                chosen.values().stream().filter(image -> !image.isEmpty()).toList());
        List<String> offered = candidatesOf(place);
        shown.addAll(offered);
        next = new Ask(prompts.choice(chunks(positions.get(place)), offered.size()), List.copyOf(shown));
    }

    private int nextPlace() {
        return chosen.size();
    }

    /** The sections up to {@code position}, each with a line break, cut behind each picture that was chosen. */
    private List<String> chunks(int position) {
        List<String> chunks = new ArrayList<>();
        StringBuilder chunk = new StringBuilder();
        for (int i = 0; i <= position; i++) {
            chunk.append(sections.get(i)).append('\n');
            if (!chosen.getOrDefault(i, "").isEmpty()) {
                chunks.add(chunk.toString());
                chunk.setLength(0);
            }
        }
        chunks.add(chunk.toString());
        return chunks;
    }

    /** The first letter that names a candidate; the first candidate when there is none, as the demos do. */
    private void chosen(String answer) {
        List<String> offered = candidatesOf(nextPlace());
        int choice = answer.chars()
                .filter(letter -> letter >= 'A' && letter < 'A' + offered.size())
                .findFirst()
                .orElse('A');
        chosen.put(positions.get(nextPlace()), offered.get(choice - 'A'));
        chooseNext();
    }

    private void finish() {
        stage = Stage.DONE;
        List<Section> all = new ArrayList<>();
        for (int i = 0; i < sections.size(); i++) {
            all.add(new Section(
                    sections.get(i), Optional.ofNullable(chosen.get(i)).filter(image -> !image.isEmpty())));
        }
        next = new Done(List.copyOf(all));
    }
}
