package io.pagestream.jobs.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pagestream.schemas.Reason;
import java.util.Map;
import java.util.TreeMap;

/** What became of the letters. */
final class Summary {

    private final Map<Reason, Integer> reasons = new TreeMap<>();
    private int read;
    private int matching;
    private int sent;
    private int sentBefore;
    private int withoutRequest;
    private int unreadable;
    private int left;

    /** A letter was read. */
    void read() {
        read++;
    }

    /** It is one of those that are wanted. */
    void matching() {
        matching++;
    }

    void sent(Reason reason) {
        sent++;
        reasons.merge(reason, 1, Integer::sum);
    }

    void sentBefore() {
        sentBefore++;
    }

    void withoutRequest() {
        withoutRequest++;
    }

    void unreadable() {
        unreadable++;
    }

    void left() {
        left++;
    }

    /** How many were sent, or with a dry run would have been. */
    int sent() {
        return sent;
    }

    String json(String topic, boolean dryRun) {
        ObjectNode line = new ObjectMapper().createObjectNode();
        line.put("read", read)
                .put("matching", matching)
                .put("sent", sent)
                .put("sentBefore", sentBefore)
                .put("withoutRequest", withoutRequest)
                .put("unreadable", unreadable)
                .put("left", left)
                .put("topic", topic)
                .put("dryRun", dryRun);
        ObjectNode byReason = line.putObject("reasons");
        reasons.forEach((reason, count) -> byReason.put(reason.name(), count));
        return line.toString();
    }
}
