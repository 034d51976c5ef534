package io.pagestream.operators.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pagestream.imaging.decode.PageCursor;
import io.pagestream.imaging.isolated.DecoderUnavailable;
import io.pagestream.operators.Samples;
import io.pagestream.operators.fault.RecordFault;
import io.pagestream.operators.options.IsolationOptions.Mode;
import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.schemas.Reason;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DocumentOpenerTest {

    private static final String SECRET = "open sesame";

    /** Knows the password of one document. */
    public static final class Vault implements PasswordProvider {

        private static final List<String> ASKED = new ArrayList<>();

        @Override
        public List<String> candidates(String documentId, String source) {
            ASKED.add(documentId + " at " + source);
            if (documentId.equals("broken")) {
                throw new IllegalStateException(SECRET);
            }
            return documentId.equals("invoice") ? List.of("wrong", SECRET) : List.of("wrong");
        }
    }

    @BeforeEach
    void nobodyHasAsked() {
        Vault.ASKED.clear();
    }

    @ParameterizedTest
    @EnumSource
    void theProviderIsAskedForAnEncryptedDocumentOnly(Mode mode) throws Exception {
        try (DocumentOpener opener = opener(mode, Vault.class.getName())) {
            opener.open(Samples.image("exact_56.png"), "", "picture", "file:/p").close();
            assertThat(Vault.ASKED).isEmpty();

            try (PageCursor cursor = opener.open(encrypted(), "", "invoice", "file:/in")) {
                assertThat(cursor.page(0).width()).isPositive();
            }
            assertThat(Vault.ASKED).containsExactly("invoice at file:/in");
        }
    }

    @Test
    void thePasswordOfTheRequestIsTriedFirst() throws Exception {
        try (DocumentOpener opener = opener(Mode.THREAD, Vault.class.getName())) {
            opener.open(encrypted(), SECRET, "other", "file:/in").close();

            assertThat(Vault.ASKED).isEmpty();
        }
    }

    @Test
    void aDocumentWhosePasswordNobodyKnowsIsRefusedWithoutTellingWhatWasTried() throws Exception {
        try (DocumentOpener opener = opener(Mode.THREAD, Vault.class.getName())) {
            for (String id : List.of("other", "broken")) {
                RecordFault fault =
                        catchThrowableOfType(RecordFault.class, () -> opener.open(encrypted(), "", id, "file:/in"));

                assertThat(fault.reason()).isEqualTo(Reason.PASSWORD_NEEDED);
                assertThat(fault.getMessage()).doesNotContain(SECRET, "wrong");
            }
        }
    }

    @Test
    void aProviderThatDoesNotExistIsRefusedAtTheStart() {
        assertThatThrownBy(() -> opener(Mode.THREAD, "no.such.Vault"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("pagestream.password.provider", "no.such.Vault");
        assertThatThrownBy(() -> opener(Mode.THREAD, "java.lang.String"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("implements");
    }

    @Test
    void aMachineThatCannotDecodeIsNoFaultOfTheDocument() {
        DecoderUnavailable lost = org.assertj.core.api.Assertions.catchThrowableOfType(
                DecoderUnavailable.class,
                () -> DocumentOpener.guarded(() -> {
                    throw unavailable();
                }));

        assertThat(lost).isNotNull();
    }

    /** Made by a real failure: a Java that is not there. */
    private static DecoderUnavailable unavailable() {
        String home = System.setProperty("java.home", "/no/java");
        try (DocumentOpener opener = opener(Mode.PROCESS, "")) {
            throw new AssertionError("a process was started without Java: " + opener);
        } catch (DecoderUnavailable e) {
            return e;
        } finally {
            System.setProperty("java.home", home);
        }
    }

    private static DocumentOpener opener(Mode mode, String provider) {
        Configuration config = Samples.configuration();
        config.set(PipelineKeys.ISOLATION, mode);
        config.set(PipelineKeys.PASSWORD_PROVIDER, provider);
        return DocumentOpener.of(PipelineOptions.from(config));
    }

    private static byte[] encrypted() throws Exception {
        try (PDDocument document = new PDDocument();
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            document.addPage(new PDPage());
            document.protect(new StandardProtectionPolicy("owner", SECRET, new AccessPermission()));
            document.save(out);
            return out.toByteArray();
        }
    }
}
