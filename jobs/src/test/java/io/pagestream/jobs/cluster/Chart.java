package io.pagestream.jobs.cluster;

import static io.pagestream.jobs.cluster.DeployFiles.DEPLOY;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The Helm chart, and what Helm makes of it. */
record Chart(String manifests) {

    static final Path FOLDER = DEPLOY.resolve("helm/pagestream");

    private static final String KUBERNETES = "1.33.0";

    /** @param values a file in {@code deploy/kubernetes/}, without its ending */
    static Chart of(String values) {
        return new Chart(command()
                .withValuesFile(DEPLOY.resolve("kubernetes/" + values + ".values.yaml"))
                .call());
    }

    /** The chart's own values but for these. */
    static Chart with(Map<String, String> values) {
        TemplateCommand command = command();
        values.forEach(command::set);
        return new Chart(command.call());
    }

    static LintResult lint() {
        return new Helm(FOLDER).lint().strict().call();
    }

    private static TemplateCommand command() {
        return new Helm(FOLDER)
                .template()
                .withName("pagestream")
                .withNamespace("pagestream")
                .withKubeVersion(KUBERNETES);
    }

    List<JsonNode> objects() {
        return DeployFiles.documents(manifests);
    }

    Stream<JsonNode> ofKind(String kind) {
        return objects().stream().filter(object -> object.get("kind").asText().equals(kind));
    }

    JsonNode deployment() {
        return ofKind("FlinkDeployment").findFirst().orElseThrow();
    }

    Map<String, String> flinkConfiguration() {
        return DeployFiles.texts(deployment().at("/spec/flinkConfiguration"));
    }

    /** The configuration of the stream. */
    String options() {
        return ofKind("Secret")
                .findFirst()
                .orElseThrow()
                .at("/stringData/pagestream.yaml")
                .asText();
    }
}
