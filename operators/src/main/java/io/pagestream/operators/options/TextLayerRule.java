package io.pagestream.operators.options;

/** Whether the text that a document carries may stand for its pages, where the request does not say it. */
public enum TextLayerRule {
    /** A page whose text layer is good is not shown to the model. */
    WHERE_GOOD("where-good"),
    /** The model reads every page. */
    IGNORE("ignore");

    private final String name;

    TextLayerRule(String name) {
        this.name = name;
    }

    /** As it is written in a configuration. */
    @Override
    public String toString() {
        return name;
    }
}
