package io.pagestream.operators.sql;

import static org.apache.flink.table.api.Expressions.$;
import static org.apache.flink.table.api.Expressions.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pagestream.engine.OcrEngine;
import io.pagestream.operators.Samples;
import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.operators.page.PageTiler;
import io.pagestream.operators.page.TiledPage;
import io.pagestream.operators.reading.EngineSource;
import io.pagestream.operators.reading.PagePlans;
import io.pagestream.operators.recognize.RecognizePage;
import io.pagestream.schemas.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.AsyncDataStream.OutputMode;
import org.apache.flink.streaming.api.operators.async.AsyncWaitOperatorFactory;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.ModelDescriptor;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.Table;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.ColumnList;
import org.apache.flink.types.Row;
import org.apache.flink.util.CollectionUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Queries on a cluster in this JVM, planned by Flink's planner, read with the model inside. */
@SuppressWarnings("try") // Flink's harnesses may throw InterruptedException on close
class ReadWithSqlITCase {

    private static final String SCAN = "exact_56.png";
    private static final int FEW_TOKENS = 12;

    @RegisterExtension
    static final MiniClusterExtension CLUSTER = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(2)
            .build());

    @TempDir
    Path folder;

    private String letter;
    private String broken;
    private String scan;

    @BeforeEach
    void documents() throws Exception {
        folder = folder.toRealPath();
        letter = address(SamplePdfs.letters(folder.resolve("letter.pdf"), "Dear reader", "Yours truly"));
        broken = address(SamplePdfs.broken(folder.resolve("broken.pdf")));
        scan = address(Files.write(folder.resolve("scan.png"), Samples.image(SCAN)));
    }

    /** The first statements of docs/sql.md as they stand there, on other files. */
    @Test
    void theStatementsOfTheDocumentReadAStreamOfDocuments() throws Exception {
        Files.write(folder.resolve("documents.txt"), List.of(letter, broken, letter));
        String document = Files.readString(Path.of("..", "docs", "sql.md"));
        Matcher block = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL).matcher(document);
        assertThat(block.find()).isTrue();
        List<Row> rows = new ArrayList<>();

        TableEnvironment env = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
        for (String statement :
                block.group(1).replace("/data", folder.toString()).split(";\\s*\n")) {
            TableResult result = env.executeSql(statement);
            if (statement.strip().startsWith("SELECT")) {
                rows.addAll(CollectionUtil.iteratorToList(result.collect()));
            }
        }

        assertThat(rows)
                .containsExactlyInAnyOrder(
                        Row.of(letter, 0, "Dear reader", "OK", null),
                        Row.of(letter, 1, "Yours truly", "OK", null),
                        Row.of(broken, null, null, "FAILED", "CORRUPT"),
                        Row.of(letter, 0, "Dear reader", "OK", null),
                        Row.of(letter, 1, "Yours truly", "OK", null));
    }

    @Test
    void theTableApiReadsABatchAsTheStreamDoes() throws Exception {
        TableEnvironment env = TableEnvironment.create(EnvironmentSettings.inBatchMode());
        ModelDescriptor ocr = ModelDescriptor.forProvider("pagestream")
                .inputSchema(Schema.newBuilder()
                        .column("uri", DataTypes.STRING())
                        .column("page", DataTypes.INT())
                        .build())
                .outputSchema(Schema.newBuilder()
                        .column("text", DataTypes.STRING())
                        .column("origin", DataTypes.STRING())
                        .column("tokens", DataTypes.INT())
                        .build())
                .option("source.allowed-roots", folder.toString())
                .option("decode.isolation", "thread")
                .option("read.max-tiles", "1")
                .option("read.max-tokens", Integer.toString(FEW_TOKENS))
                .build();
        Table documents = env.fromValues(
                DataTypes.ROW(DataTypes.FIELD("u", DataTypes.STRING()), DataTypes.FIELD("p", DataTypes.INT())),
                row(scan, 0),
                row(broken, 0),
                row(letter, 1));

        Table read = env.fromModel(ocr).predict(documents, ColumnList.of("u", "p"));
        List<Row> rows =
                rows(read.select($("u"), $("text"), $("origin"), $("tokens")).execute());

        assertThat(rows).hasSize(3).contains(Row.of(broken, null, null, null));
        assertThat(rows).contains(Row.of(letter, "Yours truly", "TEXT_LAYER", 0));
        Row scanned = rows.stream()
                .filter(each -> each.getField(0).equals(scan))
                .findFirst()
                .orElseThrow();
        assertThat(scanned.getField(1)).isEqualTo(asTheStreamReadsIt(scan));
        assertThat(scanned.getField(2)).isEqualTo("MODEL");
        assertThat((int) scanned.getField(3)).isBetween(1, FEW_TOKENS);
    }

    @Test
    void bytesAreReadAndQuestionsAreAnswered() throws Exception {
        TableEnvironment env = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
        env.executeSql("CREATE MODEL asks INPUT (content BYTES, question STRING)"
                + " OUTPUT (page INT, question STRING, answer STRING, record STRING, detail STRING)"
                + " WITH ('provider' = 'pagestream', 'task' = 'ask', 'ask.max-tokens' = '8', 'read.max-tiles' = '1',"
                + " 'decode.isolation' = 'thread', 'claims.store' = '" + folder.resolve("claims") + "')");
        Table documents = env.fromValues(
                DataTypes.ROW(DataTypes.FIELD("b", DataTypes.BYTES()), DataTypes.FIELD("q", DataTypes.STRING())),
                row(Samples.image(SCAN), "What is it?"));
        env.createTemporaryView("documents", documents);

        List<Row> rows = rows(env.executeSql("SELECT page, question, answer, JSON_VALUE(record, '$.tokens'), detail"
                + " FROM ML_PREDICT(TABLE documents, MODEL asks, DESCRIPTOR(b, q))"));

        assertThat(rows).singleElement().satisfies(answered -> {
            assertThat(answered.getField(4)).isNull();
            assertThat(answered.getField(0)).isEqualTo(0);
            assertThat(answered.getField(1)).isEqualTo("What is it?");
            assertThat(answered.getField(2)).isNotNull();
            assertThat(Integer.parseInt((String) answered.getField(3))).isBetween(1, 8);
        });
    }

    @Test
    void aQueryThatShallFailSaysWhichDocumentAndWhy() {
        TableEnvironment env = TableEnvironment.create(EnvironmentSettings.inBatchMode());
        env.executeSql(model(
                "uri STRING",
                "text STRING",
                "'on-error' = 'fail', 'decode.isolation' = 'thread'," + " 'source.allowed-roots' = '" + folder + "'"));

        assertThatThrownBy(() -> rows(query(env)))
                .rootCause()
                .hasMessageContaining(broken)
                .hasMessageContaining("CORRUPT")
                .hasMessageContaining("'on-error'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "uri STRING; text STRING; 'read.max-token' = '3'; read.max-token",
                "uri STRING; text STRING; 'document.deadline' = '1 h'; document.deadline",
                "uri STRING; text STRING; 'read.attempts' = '99'; attempts must be 1 to 8",
                "uri STRING; text STRING; 'task' = 'guess'; tasks are read",
                "uri STRING; text STRING; 'task' = 'ask'; needs the option 'question'",
                "uri STRING; txt STRING; 'task' = 'read'; column 'txt' of OUTPUT is not known",
                "uri STRING; page BIGINT; 'task' = 'read'; column 'page' of OUTPUT must be INT, got BIGINT",
                "path STRING; text STRING; 'task' = 'read'; column 'path' of INPUT is not known"
            })
    void whatCannotBeIsRefusedWhenTheQueryIsPlanned(String input, String output, String options, String why) {
        TableEnvironment env = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
        env.executeSql(model(input, output, options));

        assertThatThrownBy(() -> query(env)).rootCause().hasMessageContaining(why);
    }

    private static String model(String input, String output, String options) {
        return "CREATE MODEL ocr INPUT (" + input + ") OUTPUT (" + output + ") WITH ('provider' = 'pagestream', "
                + options + ")";
    }

    private TableResult query(TableEnvironment env) {
        env.executeSql("CREATE TEMPORARY VIEW documents AS SELECT * FROM (VALUES ('" + broken + "')) AS d(u)");
        return env.executeSql("SELECT * FROM ML_PREDICT(TABLE documents, MODEL ocr, DESCRIPTOR(u))");
    }

    /** What the operator of the stream says of a page, with the same model. */
    private String asTheStreamReadsIt(String address) throws Exception {
        Configuration config = Samples.configuration();
        config.set(PipelineKeys.ALLOWED_ROOTS, List.of(folder.toString()));
        config.set(PipelineKeys.MAX_TILES, 1);
        config.set(PipelineKeys.MAX_READ_TOKENS, FEW_TOKENS);
        PipelineOptions options = PipelineOptions.from(config);
        EngineSource engines = EngineSource.shared(options.engine());
        Page page = Samples.page(SCAN, "read");
        page.setDocumentId(address);
        var factory = new AsyncWaitOperatorFactory<>(
                new RecognizePage(engines, options),
                options.stream().pageTimeout().toMillis(),
                1,
                OutputMode.ORDERED);
        try (OcrEngine engine = engines.lease();
                PageTiler tiler = PageTiler.of(
                        PipelineOptions.from(Samples.configuration()),
                        new PagePlans(options.reading(), engine.config())::tiler);
                var harness = new OneInputStreamOperatorTestHarness<>(factory, TiledPage.TYPE.createSerializer(null))) {
            harness.setup(RecognizePage.TYPE.createSerializer(
                    harness.getExecutionConfig().getSerializerConfig()));
            harness.open();
            harness.processElement(new StreamRecord<>(tiler.tile(page), 0));
            harness.endInput();
            return harness.extractOutputValues().get(0).right().getText();
        }
    }

    private static List<Row> rows(TableResult result) {
        return CollectionUtil.iteratorToList(result.collect());
    }

    private static String address(Path file) {
        return file.toUri().toString();
    }
}
