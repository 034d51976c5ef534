package io.pagestream.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    @TempDir
    Path folder;

    @Test
    void without_a_command_the_usage_goes_to_stderr() {
        Typed typed = Typed.command();

        assertThat(typed.code()).isEqualTo(2);
        assertThat(typed.out()).isEmpty();
        assertThat(typed.err()).contains("Usage: pagestream", "demo", "read", "ask", "run", "bench");
    }

    @Test
    void help_is_a_result_and_ends_well() {
        Typed typed = Typed.command("--help");

        assertThat(typed.code()).isZero();
        assertThat(typed.err()).isEmpty();
        assertThat(typed.out()).contains("Exit codes", "Examples:", "pagestream ask a.pdf");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "read",
                "convert",
                "view",
                "ask",
                "compose",
                "serve",
                "run",
                "send",
                "replay",
                "bench",
                "evaluate",
                "plan",
                "parity",
                "gpu-check"
            })
    void every_command_has_help(String command) {
        Typed typed = Typed.command(command, "--help");

        assertThat(typed.code()).isZero();
        assertThat(typed.out()).contains("Usage: pagestream " + command, "--verbose");
    }

    @Test
    void the_version_names_the_java_machine() {
        assertThat(Typed.command("--version").out()).contains("pagestream", "Java " + Runtime.version());
    }

    @Test
    void a_file_that_is_not_there_is_a_usage_error_that_names_it() {
        Typed typed = Typed.command("read", folder.resolve("nothing.pdf").toString());

        assertThat(typed.code()).isEqualTo(2);
        assertThat(typed.out()).isEmpty();
        assertThat(typed.err().lines()).singleElement().asString().contains("there is no file", "nothing.pdf");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--out results --format docx", "--format pdf"})
    void a_format_that_is_not_known_or_has_no_folder_is_a_usage_error(String options) throws Exception {
        Path file = Files.writeString(folder.resolve("x.pdf"), "x");

        Typed typed = Typed.command(("read " + file + " " + options).split(" "));

        assertThat(typed.code()).isEqualTo(2);
        assertThat(typed.err()).containsAnyOf("a format is one of markdown, text, json", "--format needs --out");
    }

    @Test
    void lines_that_are_no_results_are_named_and_the_others_converted() throws Exception {
        Path lines = Files.writeString(
                folder.resolve("r.jsonl"),
                "nonsense\n{\"type\":\"document\",\"documentId\":\"a\",\"status\":\"COMPLETE\",\"pageCount\":1,"
                        + "\"source\":{\"uri\":\"http://localhost:1/a.pdf\"},\"pages\":[{\"text\":\"# Hello\"}]}\n");
        Path out = folder.resolve("out");

        Typed typed =
                Typed.command("convert", lines.toString(), "--to", "html,pdf", "--out", out.toString(), "--strict");

        assertThat(typed.code()).as(typed.err()).isEqualTo(3);
        assertThat(typed.err()).contains("line 1: expected JSON", "1 documents converted");
        assertThat(out.resolve("a.html")).content().contains("<h1>Hello</h1>");
        assertThat(out.resolve("not-written.jsonl")).content().contains("ORIGINAL_OUT_OF_REACH", "allowed root");
    }

    @Test
    void a_line_that_is_no_text_is_named_with_what_is_expected() throws Exception {
        Path lines = folder.resolve("r.jsonl");
        Files.write(lines, new byte[] {'\n', (byte) 0xff, (byte) 0xd8, '\n'});
        Files.writeString(
                lines,
                "{\"type\":\"document\",\"documentId\":\"a\",\"status\":\"COMPLETE\",\"pageCount\":1,"
                        + "\"source\":{\"uri\":\"http://localhost:1/a.pdf\"},\"pages\":[{\"text\":\"Gr\u00fc\u00dfe\"}]}\n",
                StandardOpenOption.APPEND);
        Path out = folder.resolve("out");

        Typed typed = Typed.command("convert", lines.toString(), "--to", "text", "--out", out.toString());

        assertThat(typed.err())
                .contains("line 2: expected JSON Lines as read --out writes them", "UTF-8", "1 documents converted")
                .doesNotContain("Exception");
        assertThat(out.resolve("a.txt")).content(StandardCharsets.UTF_8).contains("Gr\u00fc\u00dfe");
    }

    @Test
    void an_empty_folder_is_a_usage_error() {
        Typed typed = Typed.command("read", folder.toString());

        assertThat(typed.code()).isEqualTo(2);
        assertThat(typed.err()).contains("there are no files in");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "read",
                "read x.pdf --timeout 90",
                "read x.pdf --timeout 5h",
                "read x.pdf --timeout soon",
                "read x.pdf --nonsense",
                "convert results.jsonl",
                "ask x.pdf",
                "run",
                "send x.pdf",
                "send --config x.yaml",
                "send --config x.yaml x.pdf --lane fast",
                "replay",
                "replay --config x.yaml --reason BAD_LUCK",
                "replay --config x.yaml --since 5",
                "bench --repeats 0",
                "paint"
            })
    void a_wrong_command_line_ends_with_code_2_and_says_where_help_is(String line) {
        Typed typed = Typed.command(line.split(" "));

        assertThat(typed.code()).isEqualTo(2);
        assertThat(typed.out()).isEmpty();
        assertThat(typed.err()).startsWith("pagestream: ").doesNotContain("\tat ");
    }

    @Test
    void a_time_without_its_unit_is_refused_with_an_example() {
        assertThat(Typed.command("read", "x.pdf", "--timeout", "90").err()).contains("'90'", "unit", "90s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--parallelism=0", "--parallelism=65", "--max-tokens=-1", "--max-tiles=257"})
    void a_number_out_of_its_range_is_named_with_the_range(String option) throws Exception {
        Path file = Files.writeString(folder.resolve("x.txt"), "x");

        Typed typed = Typed.command("read", file.toString(), option);

        assertThat(typed.code()).isEqualTo(2);
        assertThat(typed.err()).contains(option.split("=")[0], option.split("=")[1]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--task=ask", "--task=read+ask", "--task=translate", "--task=fields", "--field=total"})
    void a_task_that_pages_cannot_be_read_for_is_a_usage_error(String option) throws Exception {
        Path file = Files.writeString(folder.resolve("x.txt"), "x");

        Typed typed = Typed.command("read", file.toString(), option);

        assertThat(typed.code()).isEqualTo(2);
        assertThat(typed.err()).contains("--task", "fields");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--samples=0", "--samples=65", "--frames=65", "--frames=4"})
    void questions_about_several_pictures_have_limits(String option) throws Exception {
        Path file = Files.writeString(folder.resolve("x.txt"), "x");

        Typed typed = Typed.command("ask", file.toString(), "What?", option);

        assertThat(typed.code()).as(typed.err()).isEqualTo(2);
        assertThat(typed.err()).contains(option.split("=")[0]);
    }

    @Test
    void a_wrong_model_folder_is_one_sentence() throws Exception {
        Path file = Files.writeString(folder.resolve("x.txt"), "x");

        Typed typed = Typed.command("read", file.toString(), "--model", folder.toString());

        assertThat(typed.code()).isEqualTo(1);
        assertThat(typed.out()).isEmpty();
        assertThat(typed.err().lines()).singleElement().asString().contains("config.json", folder.toString());
    }

    @Test
    void verbose_shows_where_a_failure_happened() throws Exception {
        Path file = Files.writeString(folder.resolve("x.txt"), "x");

        Typed typed = Typed.command("read", file.toString(), "--model", folder.toString(), "--verbose");

        assertThat(typed.code()).isEqualTo(1);
        assertThat(typed.err()).contains("\tat io.pagestream.");
    }

    @Test
    void a_configuration_that_is_not_there_is_one_sentence() {
        Typed typed =
                Typed.command("run", "--config", folder.resolve("none.yaml").toString());

        assertThat(typed.code()).isEqualTo(1);
        assertThat(typed.err().lines()).singleElement().asString().contains("none.yaml");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "send s3://scans/a.pdf", "replay", "replay --dry-run"})
    void a_broker_that_does_not_answer_is_one_sentence_with_its_address(String command) throws Exception {
        Path config = Files.writeString(folder.resolve("c.yaml"), "kafka.bootstrap.servers: localhost:1\n");

        Typed typed = Typed.command((command + " --config " + config + " --set kafka.request.timeout.ms=300"
                        + " --set kafka.default.api.timeout.ms=300")
                .split(" "));

        assertThat(typed.code()).isEqualTo(1);
        assertThat(typed.out()).isEmpty();
        assertThat(typed.err()).contains("no Kafka broker answers at kafka.bootstrap.servers=localhost:1", "running");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--host 0.0.0.0",
                "--port 70000",
                "--keep 7",
                "--keep soon",
                "--max-disk much",
                "--max-open 0",
                "--token-file nothing-there"
            })
    void a_server_is_refused_before_anything_is_made(String wrong) {
        Path data = folder.resolve("data");

        Typed typed = Typed.command(("serve --data " + data + " " + wrong).split(" "));

        assertThat(typed.code()).isEqualTo(2);
        assertThat(typed.out()).isEmpty();
        assertThat(typed.err().lines()).singleElement().asString().contains(wrong.split(" ")[0]);
        assertThat(data).doesNotExist();
    }

    @Test
    void a_cluster_needs_host_and_port() throws Exception {
        Path config = Files.writeString(folder.resolve("c.yaml"), "pagestream.kafka.bootstrap-servers: localhost:1\n");

        for (String address : List.of("localhost", "localhost:", ":8081", "localhost:http")) {
            Typed typed = Typed.command("run", "--config", config.toString(), "--submit", address);

            assertThat(typed.code()).as(address).isEqualTo(2);
            assertThat(typed.err()).contains("HOST:PORT");
        }
    }

    @Test
    void a_job_jar_that_is_not_built_is_said() throws Exception {
        Path config = Files.writeString(folder.resolve("c.yaml"), "pagestream.kafka.bootstrap-servers: localhost:1\n");

        Typed typed = Typed.command(
                "run",
                "--config",
                config.toString(),
                "--submit",
                "localhost:8081",
                "--jar",
                folder.resolve("no.jar").toString());

        assertThat(typed.code()).isEqualTo(2);
        assertThat(typed.err()).contains("no.jar", "./mvnw");
    }
}
