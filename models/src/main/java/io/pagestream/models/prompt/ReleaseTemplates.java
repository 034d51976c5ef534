package io.pagestream.models.prompt;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The template of a published model with the system message it was published with. The releases share the names of their
 * templates, their config.json does not say which message belongs to them, and the code beside it is not read: what is
 * left is the model's name. A model of another name gets the template's default; a system turn always goes before.
 */
public final class ReleaseTemplates {

    /** Part of the name, template, message; the first that fits counts. Sources: conversation.py of each release. */
    private static final List<String[]> RELEASES = List.of(
            new String[] {"-v1-5", "internlm2-chat", "internvl-v1-5"},
            new String[] {"-v1-5", "phi3-chat", "mini-internvl-4b-v1-5"},
            new String[] {"internvl2-", "internlm2-chat", "internvl-2.5"},
            new String[] {"internvl2-", "phi3-chat", "internvl-2.5"},
            new String[] {"internvl2-", "Hermes-2", "internvl-2.5"});

    private ReleaseTemplates() {}

    /**
     * @param template its name
     * @param model all names that are known of the model: its folder, {@code _name_or_path}
     * @param own the {@code system_message} of its config.json, which counts before its name
     * @throws IllegalArgumentException when there is no such template
     */
    public static PromptTemplate of(String template, String model, Optional<String> own) {
        PromptTemplate plain = PromptTemplate.named(template);
        if (own.isPresent()) {
            return plain.withSystem(own.get());
        }
        String name = model.toLowerCase(Locale.ROOT);
        return RELEASES.stream()
                .filter(release -> name.contains(release[0]) && template.equals(release[1]))
                .findFirst()
                .map(release -> plain.withSystem(PromptTemplate.systemMessage(release[2])))
                .orElse(plain);
    }
}
