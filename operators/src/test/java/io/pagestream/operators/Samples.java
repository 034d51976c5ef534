package io.pagestream.operators;

import io.pagestream.operators.claim.FetchedDocument;
import io.pagestream.operators.claim.Sha256;
import io.pagestream.operators.options.IsolationOptions;
import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.operators.page.PageTiler;
import io.pagestream.operators.reading.PagePlans;
import io.pagestream.schemas.ClaimCheck;
import io.pagestream.schemas.DocumentRequest;
import io.pagestream.schemas.FinishReason;
import io.pagestream.schemas.Page;
import io.pagestream.schemas.PageText;
import io.pagestream.schemas.Question;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;

/** Records and options for tests; images are the golden ones. */
public final class Samples {

    public static final Path IMAGES = Path.of(System.getProperty("pagestream.golden"), "common", "images");

    private Samples() {}

    public static PipelineOptions options() {
        return PipelineOptions.from(configuration());
    }

    /** Cuts pages as the fake engine's model wants them for their tasks. */
    public static PageTiler tiler(PipelineOptions options) {
        return PageTiler.of(options, new PagePlans(options.reading(), new FakeEngine().config())::tiler);
    }

    /** With the golden images as the only allowed root. */
    public static Configuration configuration() {
        Configuration config = new Configuration();
        config.set(PipelineKeys.ALLOWED_ROOTS, List.of(IMAGES.toString()));
        config.set(PipelineKeys.ISOLATION, IsolationOptions.Mode.THREAD);
        return config;
    }

    public static byte[] image(String name) {
        try {
            return Files.readAllBytes(IMAGES.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static DocumentRequest request(String image) {
        return request(image, new ClaimCheck(IMAGES.resolve(image).toUri().toString(), -1L, ""));
    }

    public static DocumentRequest request(String id, ClaimCheck source) {
        return DocumentRequest.newBuilder().setDocumentId(id).setSource(source).build();
    }

    public static FetchedDocument fetched(String image) {
        return new FetchedDocument(request(image, claim(image)), image(image));
    }

    /** Complete, as fetch leaves it. */
    public static ClaimCheck claim(String image) {
        byte[] bytes = image(image);
        return new ClaimCheck(IMAGES.resolve(image).toUri().toString(), (long) bytes.length, Sha256.of(bytes));
    }

    public static Page page(String image, String task, String... questions) {
        List<Question> asked = new ArrayList<>();
        for (String question : questions) {
            asked.add(new Question("q" + asked.size(), question));
        }
        return Page.newBuilder()
                .setDocumentId(image)
                .setIndex(0)
                .setPosition(0)
                .setCount(1)
                .setSource(claim(image))
                .setMediaType("image/png")
                .setTask(task)
                .setQuestions(asked)
                .build();
    }

    public static PageText text(String documentId, int position, int count) {
        return PageText.newBuilder()
                .setDocumentId(documentId)
                .setIndex(position)
                .setPosition(position)
                .setCount(count)
                .setSource(new ClaimCheck("file:/in/" + documentId, 1L, ""))
                .setText("page " + position)
                .setFinishReason(FinishReason.STOP)
                .setMilliseconds(10)
                .build();
    }
}
