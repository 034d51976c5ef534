package io.pagestream.models.task;

/** What XComposer is asked in order to change a paragraph of an article; the words of its composition demo. */
public final class ParagraphEdits {

    private ParagraphEdits() {}

    public static String expand(String paragraph, String material) {
        return "扩写以下段落：" + paragraph + "\n基于以下素材：" + material;
    }

    public static String rewrite(String paragraph, String material) {
        return "改写以下段落：" + paragraph + "\n基于以下素材：" + material;
    }

    public static String shorten(String paragraph) {
        return "缩写以下段落：" + paragraph;
    }

    /** A paragraph between {@code before} and {@code after}. */
    public static String insert(String before, String after, String outline) {
        return "在以下两段中插入一段。\n第一段：" + before + "\n第二段：" + after + "\n插入段的大纲：" + outline;
    }
}
