package io.pagestream.models.task;

/** Families whose prompts for a task differ. */
public enum TaskFamily {
    INTERNVL,
    XCOMPOSER2,
    XCOMPOSER2_4KHD,
    XCOMPOSER2D5;

    /** @param template as {@code ModelConfig.template} has it */
    public static TaskFamily of(String template) {
        return switch (template) {
            case "xcomposer2" -> XCOMPOSER2;
            case "xcomposer2-4khd" -> XCOMPOSER2_4KHD;
            case "xcomposer2d5" -> XCOMPOSER2D5;
            default -> INTERNVL;
        };
    }
}
