package io.pagestream.operators.fault;

import io.pagestream.schemas.CodeVersion;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.DocumentRequest;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.Page;
import io.pagestream.schemas.PageText;
import io.pagestream.schemas.Reason;
import io.pagestream.schemas.Stage;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.util.OutputTag;

/**
 * Writes dead letters. A letter names the document by its address; it carries the record itself only where there is no
 * address and the record is small. Passwords are never in it. Of what can be
 * asked for again it carries the request: what {@code pagestream replay} sends.
 */
public final class DeadLetters {

    public static final TypeInformation<DeadLetter> TYPE = new AvroTypeInfo<>(DeadLetter.class);

    /** The side output of every stage that can refuse a record. */
    public static final OutputTag<DeadLetter> TAG = new OutputTag<>("dead-letters", TYPE);

    /** A record of more bytes than this is not copied into its letter. */
    public static final int MAX_ORIGINAL_BYTES = 64 << 10;

    private static final int MAX_DETAIL = 2000;
    private static final Pattern CREDENTIALS = Pattern.compile("//[^/?#]*@");

    private DeadLetters() {}

    /** A record from {@code origin} that is not a request at all. */
    public static DeadLetter ofRecord(String origin, byte[] record, String detail) {
        DeadLetter.Builder letter =
                letter(Stage.SOURCE, Reason.UNDECODABLE_RECORD, detail).setOriginalUri(origin);
        if (record.length <= MAX_ORIGINAL_BYTES) {
            letter.setOriginal(ByteBuffer.wrap(record));
        }
        return letter.build();
    }

    /** A whole document. */
    public static DeadLetter ofDocument(Stage stage, DocumentRequest request, RecordFault fault, int attempts) {
        DeadLetter.Builder letter = letter(stage, fault.reason(), fault.getMessage())
                .setDocumentId(request.getDocumentId())
                .setTenant(request.getTenant())
                .setRequest(RequestAgain.ofDocument(request))
                .setAttempts(attempts);
        if (request.getSource() != null) {
            letter.setOriginalUri(withoutCredentials(request.getSource().getUri()));
        } else if (request.getContent() != null && request.getContent().remaining() <= MAX_ORIGINAL_BYTES) {
            letter.setOriginal(request.getContent().duplicate());
        }
        return letter.build();
    }

    /**
     * One page.
     *
     * @param page with what is to be asked for again
     * @param model that reads it
     */
    public static DeadLetter ofPage(Stage stage, Page page, Reason reason, String detail, String model) {
        return letter(stage, reason, detail)
                .setDocumentId(page.getDocumentId())
                .setPage(page.getIndex())
                .setOriginalUri(page.getSource().getUri())
                .setTenant(page.getTenant())
                .setModel(model)
                .setRequest(RequestAgain.ofPage(page))
                .build();
    }

    /**
     * One question about a page.
     *
     * @param page with this question and no other
     */
    public static DeadLetter ofQuestion(Page page, Reason reason, String detail, String model) {
        String id = page.getQuestions().get(0).getId();
        DeadLetter letter = ofPage(Stage.ANSWER, page, reason, detail, model);
        letter.setQuestionId(id);
        letter.setRequest(RequestAgain.ofQuestion(page, id));
        return letter;
    }

    /** A page that was read, but too late for its document. What else was wanted of it is not known any more. */
    public static DeadLetter ofLatePage(PageText text, String detail) {
        return letter(Stage.ASSEMBLE, Reason.TIMED_OUT, detail)
                .setDocumentId(text.getDocumentId())
                .setPage(text.getIndex())
                .setOriginalUri(text.getSource().getUri())
                .setTenant(text.getTenant())
                .setModel(text.getModel())
                .build();
    }

    /** A finished document that cannot be sent on. */
    public static DeadLetter ofResult(OcrResult result, RecordFault fault) {
        return letter(Stage.ASSEMBLE, fault.reason(), fault.getMessage())
                .setDocumentId(result.getDocumentId())
                .setOriginalUri(result.getSource().getUri())
                .setTenant(result.getTenant())
                .setModel(result.getModel())
                .build();
    }

    /** {@code address} without the user and the password that may stand before its host. */
    public static String withoutCredentials(String address) {
        return CREDENTIALS.matcher(address).replaceFirst("//");
    }

    private static DeadLetter.Builder letter(Stage stage, Reason reason, String detail) {
        String said = detail == null ? "" : detail;
        return DeadLetter.newBuilder()
                .setStage(stage)
                .setReason(reason)
                .setTime(System.currentTimeMillis())
                .setCodeVersion(CodeVersion.get())
                .setDetail(said.length() <= MAX_DETAIL ? said : said.substring(0, MAX_DETAIL) + "...");
    }
}
