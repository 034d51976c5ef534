package io.pagestream.jobs.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pagestream.schemas.FinishReason;
import io.pagestream.schemas.Stage;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The description against the server. */
@Timeout(60)
class OpenApiTest {

    @TempDir
    Path data;

    private OpenDoor open;
    private OpenAPI described;

    @BeforeEach
    void start() throws Exception {
        open = OpenDoor.over(data, OpenDoor.LIMITS, "");
        SwaggerParseResult parsed =
                new OpenAPIV3Parser().readContents(open.get("/v1/openapi.json").body(), null, null);
        assertThat(parsed.getMessages())
                .as("what is wrong with the description")
                .isEmpty();
        described = parsed.getOpenAPI();
    }

    @AfterEach
    void stop() throws Exception {
        open.close();
    }

    @Test
    void every_route_is_described_and_everything_described_is_a_route() {
        List<String> paths = new ArrayList<>();
        described
                .getPaths()
                .forEach((path, item) ->
                        item.readOperationsMap().keySet().forEach(method -> paths.add(method + " " + path)));

        assertThat(open.door().routes().stream().filter(each -> !each.startsWith("BEFORE")))
                .containsExactlyInAnyOrderElementsOf(paths);
    }

    @Test
    void every_route_answers_as_described() throws Exception {
        for (var path : described.getPaths().entrySet()) {
            for (HttpMethod method : path.getValue().readOperationsMap().keySet()) {
                String id = open.accepted("");
                open.tell(Made.result(id, FinishReason.STOP));
                HttpRequest.Builder request = open.request(path.getKey().replace("{id}", id))
                        .header("Accept", path.getKey().endsWith("events") ? "text/event-stream" : "*/*")
                        .header("Last-Event-ID", "999999999999999999")
                        .method(
                                method.name(),
                                method == HttpMethod.POST ? BodyPublishers.ofString("bytes") : BodyPublishers.noBody());
                if (path.getKey().equals("/v1/events")) {
                    request.setHeader("Last-Event-ID", "x"); // a stream that would not end
                }

                HttpResponse<String> answer = open.send(request);

                Map<String, ?> codes =
                        path.getValue().readOperationsMap().get(method).getResponses();
                assertThat(codes.keySet())
                        .as(method + " " + path.getKey())
                        .contains(Integer.toString(answer.statusCode()));
                if (!path.getKey().equals("/v1/events")) {
                    assertThat(answer.statusCode())
                            .as(method + " " + path.getKey())
                            .isBetween(200, 299);
                }
            }
        }
    }

    @Test
    void the_fields_of_a_status_are_those_that_are_described() throws Exception {
        JsonNode schemas = OpenDoor.json(open.get("/v1/openapi.json")).at("/components/schemas");
        String id = open.accepted("");
        open.tell(Made.letter(id, null, null, Stage.SPLIT));
        List<String> row = names(schemas.at("/Row/properties"));

        assertThat(row)
                .containsAll(names(OpenDoor.json(open.get("/v1/documents")).at("/documents/0")));
        assertThat(row).containsAll(texts(schemas.at("/Row/required")));
        assertThat(names(open.status(id)))
                .containsAll(texts(schemas.at("/Row/required")))
                .contains("reasons");
        assertThat(texts(schemas.at("/State/enum")))
                .containsExactly(Stream.of(End.State.values()).map(Enum::name).toArray(String[]::new));
        assertThat(names(OpenDoor.json(open.get("/v1/documents/none"))))
                .containsExactlyInAnyOrderElementsOf(texts(schemas.at("/Problem/required")));
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Every name that the description has for what is wanted is understood, and no other. */
    @Test
    void what_can_be_said_in_a_query_is_what_is_described() throws Exception {
        Map<String, String> values = new TreeMap<>(Map.of(
                "task", "ask",
                "questions", "what%3F",
                "answerSchema", "%7B%22type%22%3A%22object%22%7D",
                "lane", "backfill",
                "textLayer", "ignore",
                "pages", "0-1",
                "name", "n",
                "mediaType", "image/png"));
        Stream<String> inQuery = described.getPaths().get("/v1/documents").getPost().getParameters().stream()
                .filter(each -> each.getIn().equals("query"))
                .map(Parameter::getName);
        String query = values.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining("&", "?", ""));
        values.put("fields", "of another task");

        assertThat(inQuery).containsExactlyInAnyOrderElementsOf(values.keySet());
        HttpResponse<String> answer = open.submit(query, "bytes");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }
}
