package io.pagestream.models.task;

import io.pagestream.models.prompt.PromptTemplate;
import io.pagestream.models.prompt.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The questions of XComposer's article composition, in the words of its demos (2.0 and 2.5). */
final class ArticlePrompts {

    static final int TILES = 18;
    private static final int POSITION_TOKENS = 200;
    private static final int CAPTION_TOKENS = 200;
    private static final int CHOICE_TOKENS = 10;

    static final String POSITIONS = "适合插入图像的行是";
    static final String CAPTION = "标题是\"";
    static final String CHOICE = "最合适的图是";

    /** The example that 2.5 is shown before it writes a caption. */
    private static final String EXAMPLE = "<input>\n给定文章\"<Seg0> 大多数的车友们在选车、购车时都会格外关注续航\n"
            + "<Seg1> 甚至还有要求电动滑板车跑一百公里的\n<Seg2> 但这真的是你所需要的吗?\n"
            + "<Seg3> 据报告，一线城市上班族通勤半径均在10公里以内\n<Seg4> 所以大多数通勤出行RND的续航完全可以满足\n"
            + "<Seg5> 可能会有人说，续航短导致一天一充或两充很麻烦\n\" 给出适合在<Seg4>后插入的图像对应的标题。</input>\n"
            + "<output>\n标题是\"一个人正站在充电桩前给电动滑板车充电，面容看上去有些疲惫\"</output>\n<input>\n";

    private final boolean newer;

    /** @param newer whether it is 2.5, which also has the adapter {@code write} */
    ArticlePrompts(boolean newer) {
        this.newer = newer;
    }

    TaskPlan article(String instruction, int images, int maxNewTokens) {
        List<Turn.Part> parts = new ArrayList<>();
        for (int i = 0; i < images; i++) {
            parts.add(new Turn.Image());
            parts.add(new Turn.Text(i < images - 1 ? " " : ""));
        }
        parts.add(new Turn.Text(instruction));
        return plan(List.of(new Turn(Turn.Role.USER, parts)), maxNewTokens);
    }

    TaskPlan positions(List<String> sections, int images, OptionalInt wanted) {
        List<Turn.Part> parts = new ArrayList<>();
        for (int i = 0; i < images; i++) {
            parts.add(new Turn.Image());
            parts.add(new Turn.Text(" "));
        }
        String count = wanted.isPresent() ? Integer.toString(wanted.getAsInt()) : "";
        parts.add(new Turn.Text("给定文章\"" + numbered(sections, sections.size()) + "\" 根据上述文章，选择适合插入图像的" + count + "行"));
        return plan(List.of(new Turn(Turn.Role.USER, parts), Turn.assistant(POSITIONS)), POSITION_TOKENS);
    }

    /** @param before the positions that have a caption already, and their captions */
    TaskPlan caption(List<String> sections, int position, List<Integer> before, List<String> captions) {
        StringBuilder past = new StringBuilder();
        for (int i = 0; i < captions.size(); i++) {
            past.append(i == 0 ? "现在" : "， ")
                    .append("<Seg" + before.get(i) + ">后插入图像对应的标题是\"" + captions.get(i) + "\"");
        }
        past.append(captions.isEmpty() ? "" : "。");
        String asked = "给定文章\"" + numbered(sections, Math.min(sections.size(), position + 2)) + "\" " + past
                + "给出适合在<Seg" + position + ">后插入的图像对应的标题。";
        List<Turn> turns = newer
                ? List.of(
                        Turn.system(PromptTemplate.systemMessage("xcomposer-captions")),
                        Turn.user(EXAMPLE + asked + "</input><output>"),
                        Turn.assistant(CAPTION))
                : List.of(Turn.user(asked), Turn.assistant(CAPTION));
        return plan(turns, CAPTION_TOKENS);
    }

    /** 2.0 ends at the next quotation mark, 2.5 at the last one. */
    String captionOf(String answer) {
        int quote = newer ? answer.lastIndexOf('"') : answer.indexOf('"');
        return (quote < 0 ? answer : answer.substring(0, quote)).strip();
    }

    /** @param chunks the text up to the position, cut where images were put */
    TaskPlan choice(List<String> chunks, int candidates) {
        List<Turn.Part> parts = new ArrayList<>();
        parts.add(new Turn.Text("根据给定上下文和候选图像，选择合适的配图："));
        for (int i = 0; i < chunks.size(); i++) {
            if (i > 0) {
                parts.add(new Turn.Image());
            }
            parts.add(new Turn.Text(chunks.get(i)));
        }
        parts.add(new Turn.Text("候选图像包括: "));
        for (int i = 0; i < candidates; i++) {
            parts.add(new Turn.Text((i > 0 ? "\n" : "") + (char) ('A' + i) + "."));
            parts.add(new Turn.Image());
        }
        return plan(List.of(new Turn(Turn.Role.USER, parts), Turn.assistant(CHOICE)), CHOICE_TOKENS);
    }

    private TaskPlan plan(List<Turn> turns, int maxNewTokens) {
        return new TaskPlan(
                turns,
                newer ? TILES : 1,
                maxNewTokens,
                TaskRows.WRITING,
                newer ? Optional.of("write") : Optional.empty());
    }

    private static String numbered(List<String> sections, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append("<Seg").append(i).append("> ").append(sections.get(i)).append('\n');
        }
        return text.toString();
    }
}
