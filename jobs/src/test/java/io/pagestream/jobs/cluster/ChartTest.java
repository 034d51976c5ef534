package io.pagestream.jobs.cluster;

import static io.pagestream.jobs.cluster.DeployFiles.DEPLOY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.pagestream.jobs.stream.RunStream;
import io.pagestream.operators.options.KafkaOptions;
import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.operators.options.PipelineOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Helm chart, by Helm itself; what it makes, by the schemas of those who will read it. */
@EnabledOnOs(
        value = OS.LINUX,
        architectures = "amd64",
        disabledReason = "Helm's library is among the dependencies for Linux on x86-64 only")
class ChartTest {

    @Test
    void helm_lint_finds_no_fault() {
        assertThat(Chart.lint().isFailed()).as("%s", Chart.lint().getMessages()).isFalse();
    }

    /** {@code deploy/kubernetes} is for people without Helm. {@code -Dpagestream.manifests=write} writes it anew. */
    @ParameterizedTest
    @ValueSource(strings = {"cpu", "gpu"})
    void the_manifests_are_what_the_chart_makes(String values) throws Exception {
        Path file = DEPLOY.resolve("kubernetes/" + values + ".yaml");
        String made = Chart.of(values).manifests();
        if ("write".equals(System.getProperty("pagestream.manifests"))) {
            Files.writeString(file, made);
        }

        assertThat(file).hasContent(made);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "gpu"})
    void deployments_follow_the_schema_of_the_operator(String values) throws Exception {
        JsonNode resource = DeployFiles.resource("/META-INF/fabric8/flinkdeployments.flink.apache.org-v1.yml");
        ObjectNode schema = (ObjectNode) resource.at("/spec/versions/0/schema/openAPIV3Schema");
        // The newest operator on Maven Central does not know Flink 2 yet.
        ((ObjectNode) schema.at("/properties/spec/properties/flinkVersion")).remove("enum");
        DeployFiles.refuseUnknownFields(schema.at("/properties/spec"));
        JsonNode deployment = Chart.of(values).deployment();
        String[] flink = DeployFiles.pom("flink.version").split("\\.");

        assertThat(DeployFiles.violations(schema, deployment)).isEmpty();
        assertThat(deployment.at("/spec/flinkVersion").asText()).isEqualTo("v" + flink[0] + "_" + flink[1]);
        assertThat(deployment.at("/spec/job/entryClass").asText()).isEqualTo(RunStream.class.getName());
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "gpu"})
    void kubernetes_knows_every_field_of_the_other_objects(String values) throws Exception {
        for (JsonNode object : Chart.of(values).objects()) {
            String group = object.get("apiVersion").asText();
            if (!group.startsWith("flink.") && !group.startsWith("monitoring.")) {
                Class.forName("io.kubernetes.client.openapi.models.V1"
                                + object.get("kind").asText())
                        .getMethod("validateJsonElement", JsonElement.class)
                        .invoke(null, JsonParser.parseString(object.toString()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "gpu"})
    void flink_knows_every_option_and_the_memory_adds_up(String values) throws Exception {
        Chart chart = Chart.of(values);
        Configuration config = Configuration.fromMap(chart.flinkConfiguration());
        config.set(
                TaskManagerOptions.TOTAL_PROCESS_MEMORY,
                MemorySize.parse(chart.deployment()
                        .at("/spec/taskManager/resource/memory")
                        .asText()));

        assertThat(KnownOptions.ofFlink())
                .containsAll(chart.flinkConfiguration().keySet());
        assertThat(TaskExecutorProcessUtils.processSpecFromConfig(config)
                        .getTaskHeapSize()
                        .getMebiBytes())
                .isGreaterThan(800);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "gpu"})
    void the_stream_accepts_its_options(String values, @TempDir Path folder) throws Exception {
        Chart chart = Chart.of(values);
        Configuration config = DeployFiles.configuration(folder, chart.options());

        PipelineOptions.from(config)
                .checkCapacity(chart.deployment().at("/spec/job/parallelism").asInt());
        KafkaOptions.from(config);
        assertThat(KnownOptions.ofPagestream())
                .containsAll(config.keySet().stream()
                        .filter(key -> !key.startsWith("kafka."))
                        .toList());
    }

    /** What a decoding process takes beyond its heap, and what Java takes itself, are half a gigabyte each. */
    @ParameterizedTest
    @ValueSource(strings = {"cpu", "gpu"})
    void decoding_processes_have_room_in_the_container(String values, @TempDir Path folder) throws Exception {
        Chart chart = Chart.of(values);
        Configuration config = DeployFiles.configuration(folder, chart.options());
        MemorySize half = MemorySize.parse("512mb");
        MemorySize needed = config.get(PipelineKeys.PROCESS_MEMORY)
                .add(half)
                .multiply(config.get(PipelineKeys.PROCESSES))
                .add(half);

        assertThat(MemorySize.parse(chart.flinkConfiguration().get("taskmanager.memory.jvm-overhead.min")))
                .isGreaterThanOrEqualTo(needed);
    }

    @Test
    void what_is_secret_reaches_the_clients_of_kafka(@TempDir Path folder) throws Exception {
        Chart chart = Chart.of("gpu");
        Path secret = Files.createDirectories(folder.resolve("kafka"));
        Files.writeString(secret.resolve("jaas"), "the secret");
        String options = chart.options();
        assertThat(options).contains("${dir:/etc/pagestream/kafka:jaas}");

        Map<String, Object> client = new HashMap<>();
        KafkaOptions.from(DeployFiles.configuration(
                        folder,
                        options.replace(
                                "/etc/pagestream/kafka", secret.toRealPath().toString())))
                .clientProperties()
                .forEach((key, value) -> client.put((String) key, value));

        assertThat(new AdminClientConfig(client)
                        .getPassword(SaslConfigs.SASL_JAAS_CONFIG)
                        .value())
                .isEqualTo("the secret");
        assertThat(chart.deployment()
                        .at("/spec/podTemplate/spec/containers/0/volumeMounts")
                        .findValuesAsText("mountPath"))
                .contains("/etc/pagestream/kafka");
    }

    @Test
    void a_task_manager_with_a_card_asks_for_it() {
        Map<String, String> with = Chart.of("gpu").flinkConfiguration();
        Map<String, String> without = Chart.of("cpu").flinkConfiguration();

        assertThat(with)
                .containsEntry("external-resources", "gpu")
                .containsEntry("external-resource.gpu.amount", "1")
                .containsEntry("external-resource.gpu.kubernetes.config-key", "nvidia.com/gpu");
        assertThat(without.keySet()).noneMatch(key -> key.startsWith("external-resource"));
        assertThat(Chart.of("gpu").options()).contains("device: cuda:0");
        assertThat(Chart.of("gpu").deployment().at("/spec/image").asText()).endsWith("-cuda");
    }

    @Test
    void one_task_manager_may_go_at_a_time() {
        assertThat(Chart.with(Map.of("parallelism", "7", "taskManager.slots", "2"))
                        .ofKind("PodDisruptionBudget")
                        .map(budget -> budget.at("/spec/minAvailable").asInt()))
                .containsExactly(3);
        assertThat(Chart.with(Map.of("parallelism", "2")).ofKind("PodDisruptionBudget"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "job.upgradeMode=last-state highAvailability.enabled=false, job.upgradeMode=last-state needs",
        "jobManager.replicas=2 highAvailability.enabled=false, jobManager.replicas=2 needs",
        "model.folder=/models/a, model.folder=/models/a needs",
        "model.folder=/models/a model.existingClaim=b model.init.image=c, model.existingClaim=b contradicts",
        "autoscaling.enabled=true autoscaling.minParallelism=9, autoscaling.maxParallelism=8 must not be below",
        "taskManager.cards=2, cards",
        "taskManager.card=1, card",
        "model.folder=models/a, folder",
        "kafka.bootstrapServers=kafka, bootstrapServers",
        "parallelism=0, parallelism"
    })
    void contradictions_are_refused_with_their_values(String values, String said) {
        Map<String, String> set = new HashMap<>();
        for (String value : values.split(" ")) {
            set.put(value.split("=")[0], value.split("=")[1]);
        }

        assertThatThrownBy(() -> Chart.with(set)).hasMessageContaining(said);
    }

    @Test
    void what_the_chart_repeats_is_the_same() throws Exception {
        Map<String, String> image = DeployFiles.texts(DeployFiles.yaml("flink/config.yaml"));
        image.keySet().removeIf(key -> key.endsWith("bind-host") || key.endsWith("bind-address"));

        assertThat(DeployFiles.texts(DeployFiles.yaml("helm/pagestream/flink.yaml")))
                .containsAllEntriesOf(image);
        assertThat(Chart.FOLDER.resolve("log4j-console.properties"))
                .hasSameTextualContentAs(DEPLOY.resolve("flink/log4j-console.properties"));
        assertThat(DeployFiles.yaml("helm/pagestream/Chart.yaml")
                        .get("appVersion")
                        .asText())
                .isEqualTo(DeployFiles.pom("version"));
    }
}
