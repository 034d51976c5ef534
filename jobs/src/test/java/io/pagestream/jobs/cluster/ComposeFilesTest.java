package io.pagestream.jobs.cluster;

import static io.pagestream.jobs.cluster.DeployFiles.DEPLOY;
import static io.pagestream.jobs.cluster.DeployFiles.strings;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pagestream.jobs.stream.RunStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.container.entrypoint.StandaloneApplicationArguments;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stack for one machine, as far as it can be judged without an engine to run it. */
class ComposeFilesTest {

    private static final Path COMPOSE = DEPLOY.resolve("compose");

    @ParameterizedTest
    @ValueSource(strings = {"compose/compose.yaml", "compose/compose.gpu.yaml"})
    void the_files_follow_the_schema_of_compose_files(String file) throws Exception {
        ObjectNode schema = (ObjectNode) DeployFiles.resource("/deploy/compose-spec.json");
        schema.remove("$schema");
        schema.findParents("id").forEach(part -> ((ObjectNode) part).remove("id")); // of an older draft, and unused
        ObjectNode stack = (ObjectNode) DeployFiles.yaml(file);
        stack.remove("name"); // younger than the schema

        assertThat(DeployFiles.violations(schema, stack)).isEmpty();
    }

    @Test
    void images_are_those_of_the_build_or_pinned() throws Exception {
        Map<String, String> images = images("compose/compose.yaml");
        String version = DeployFiles.pom("version");

        assertThat(images)
                .containsEntry("kafka", "apache/kafka:" + DeployFiles.pom("kafka.version"))
                .containsEntry("topics", images.get("kafka"))
                .containsEntry("jobmanager", "pagestream:" + version)
                .containsEntry("taskmanager", "pagestream:" + version);
        assertThat(images.values()).allMatch(image -> image.matches("\\S+:v?\\d+\\.\\d+\\.\\d+\\S*"));
        assertThat(images("compose/compose.gpu.yaml").values()).containsOnly("pagestream:" + version + "-cuda");
    }

    @Test
    void everything_that_is_named_is_there() throws Exception {
        JsonNode stack = DeployFiles.yaml("compose/compose.yaml");
        List<String> services = new ArrayList<>();
        List<String> volumes = new ArrayList<>();
        stack.get("services").fieldNames().forEachRemaining(services::add);
        stack.get("volumes").fieldNames().forEachRemaining(volumes::add);

        for (JsonNode service : stack.get("services")) {
            service.path("depends_on")
                    .fieldNames()
                    .forEachRemaining(name -> assertThat(services).contains(name));
            if (service.path("depends_on").isArray()) {
                assertThat(services).containsAll(strings(service.get("depends_on")));
            }
            for (String volume : strings(service.path("volumes"))) {
                String from = volume.split(":")[0];
                if (from.startsWith(".")) {
                    assertThat(COMPOSE.resolve(from)).exists();
                } else if (!from.startsWith("$")) {
                    assertThat(volumes).contains(from);
                }
            }
            for (String port : strings(service.path("ports"))) {
                assertThat(port).as("open on this machine only").startsWith("127.0.0.1:");
            }
        }
    }

    @Test
    void monitoring_looks_where_the_metrics_are() throws Exception {
        String port = DeployFiles.yaml("flink/config.yaml")
                .get("metrics.reporter.prom.port")
                .asText();
        JsonNode jobs = DeployFiles.yaml("prometheus/prometheus.yml").get("scrape_configs");

        assertThat(strings(jobs.get(0).at("/static_configs/0/targets"))).containsExactly("jobmanager:" + port);
        assertThat(jobs.get(1).at("/dns_sd_configs/0/port").asText()).isEqualTo(port);
        assertThat(strings(jobs.get(1).at("/dns_sd_configs/0/names"))).containsExactly("taskmanager");
        assertThat(DeployFiles.yaml("grafana/provisioning/datasources/prometheus.yaml")
                        .at("/datasources/0/url")
                        .asText())
                .isEqualTo("http://prometheus:9090");
        String dashboards = DeployFiles.yaml("grafana/provisioning/dashboards/pagestream.yaml")
                .at("/providers/0/options/path")
                .asText();
        assertThat(strings(service("grafana").get("volumes"))).contains("../grafana/dashboards:" + dashboards + ":ro");
    }

    /** Flink's parser takes the beginning of an option for the option: --config would be eaten as --configDir. */
    @Test
    void flink_hands_the_job_its_arguments(@TempDir Path conf) throws Exception {
        Files.createFile(conf.resolve("config.yaml"));
        List<String> command = strings(service("jobmanager").get("command"));
        assertThat(command).startsWith("standalone-job.sh", "start-foreground");

        var parsed = StandaloneApplicationArguments.parse(conf, command.subList(2, command.size()));

        assertThat(parsed.jobClassName()).isEqualTo(RunStream.class.getName());
        assertThat(parsed.arguments()).containsExactly("--config", "/etc/pagestream/pagestream.yaml");
        assertThat(strings(service("jobmanager").get("volumes")))
                .contains("./pagestream.yaml:" + parsed.arguments().get(1) + ":ro");
        assertThat(KnownOptions.ofFlink()).containsAll(parsed.dynamicProperties());
    }

    @Test
    void the_memory_of_a_task_manager_adds_up() throws Exception {
        Configuration config = new Configuration();
        for (String word : strings(service("taskmanager").get("command"))) {
            if (word.startsWith("-D")) {
                config.setString(word.substring(2, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
            }
        }

        assertThat(KnownOptions.ofFlink()).containsAll(config.keySet());
        assertThat(TaskExecutorProcessUtils.processSpecFromConfig(config)
                        .getTaskHeapSize()
                        .getMebiBytes())
                .isGreaterThan(800);
    }

    /** Both look for each other in the same place, and keep what they must remember where both see it. */
    @Test
    void job_manager_and_task_managers_agree() throws Exception {
        List<String> first = strings(service("jobmanager").get("command"));

        assertThat(strings(service("taskmanager").get("command")).stream()
                        .filter(word -> word.startsWith("-Dhigh-availability") || word.startsWith("-Djobmanager.rpc")))
                .hasSizeGreaterThan(4)
                .allMatch(first::contains);
        assertThat(strings(service("taskmanager").get("volumes"))).contains("state:/data/state", "claims:/data/claims");
        assertThat(strings(service("jobmanager").get("volumes"))).contains("state:/data/state", "claims:/data/claims");
    }

    private static JsonNode service(String name) throws Exception {
        return DeployFiles.yaml("compose/compose.yaml").get("services").get(name);
    }

    private static Map<String, String> images(String file) throws Exception {
        Map<String, String> images = new TreeMap<>();
        DeployFiles.yaml(file)
                .get("services")
                .properties()
                .forEach(entry ->
                        images.put(entry.getKey(), entry.getValue().get("image").asText()));
        return images;
    }
}
