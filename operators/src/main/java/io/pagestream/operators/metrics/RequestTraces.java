package io.pagestream.operators.metrics;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pagestream.engine.request.Reading;
import io.pagestream.engine.request.Trace;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What each request took of the engine, for whoever asks: a JSON object a line to the logger {@code pagestream.trace}, at
 * level DEBUG. Times are milliseconds from the offer of the request. Any thread.
 */
public final class RequestTraces {

    private static final Logger LOG = LoggerFactory.getLogger("pagestream.trace");
    private static final ObjectMapper JSON = new ObjectMapper();

    private RequestTraces() {}

    /**
     * @param document its id, or the name of what was shown
     * @param page its index, -1 for all together
     * @param request which of the requests about it
     */
    public static void log(String document, int page, String request, Reading.Text answer) {
        if (LOG.isDebugEnabled()) {
            LOG.debug(json(document, page, request, answer));
        }
    }

    static String json(String document, int page, String request, Reading.Text answer) {
        Trace trace = answer.trace();
        ObjectNode line = JSON.createObjectNode();
        line.put("document", document);
        line.put("page", page);
        line.put("request", request);
        line.put("started", milliseconds(trace.started()));
        line.put("firstTile", milliseconds(trace.firstTile()));
        line.put("firstToken", milliseconds(trace.firstToken()));
        line.put("lastToken", milliseconds(trace.lastToken()));
        line.put("device", trace.deviceMilliseconds());
        line.put("promptTokens", answer.promptTokens());
        line.put("cachedTokens", trace.cachedTokens());
        line.put("answerTokens", answer.tokens().length);
        line.put("finish", answer.finish().name());
        line.put("steps", trace.steps());
        line.put("tiles", trace.tiles());
        line.put("drafted", trace.drafted());
        line.put("accepted", trace.accepted());
        line.put("madeRoom", trace.madeRoom());
        line.put("blocks", trace.blocks());
        return line.toString();
    }

    private static double milliseconds(Duration time) {
        return time.toNanos() / 1e6;
    }
}
