package io.pagestream.jobs.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page that is written from the code. */
final class WrittenPage {

    private static final String WRITE = "docs.write";
    private static final String COMMAND = "./mvnw -pl jobs -am -Dquick test -Dtest='*ReferenceTest'"
            + " -Dsurefire.failIfNoSpecifiedTests=false -D" + WRITE;

    private WrittenPage() {}

    /** Said at the top of such a page. */
    static String notice(String source) {
        return "<!-- Written from " + source + ". Do not edit: change the code, then run\n     " + COMMAND + " -->\n";
    }

    /** Fails when the committed page says something else; with {@code -Ddocs.write} it is written anew. */
    static void check(String name, String expected) throws IOException {
        Path page = DocPages.HOME.resolve(name);
        if (System.getProperty(WRITE) != null) {
            Files.writeString(page, expected);
        }
        assertThat(Files.exists(page) ? Files.readString(page) : "")
                .as("%s is not what the code says; this writes it anew:%n%s%n", name, COMMAND)
                .isEqualTo(expected);
    }
}
