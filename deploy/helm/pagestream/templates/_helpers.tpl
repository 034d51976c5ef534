{{- define "pagestream.name" -}}
{{- $name := ternary .Release.Name (printf "%s-pagestream" .Release.Name) (contains "pagestream" .Release.Name) -}}
{{- /* Flink makes longer names of this one, and Kubernetes takes 63 characters. */}}
{{- $name | trunc 45 | trimSuffix "-" }}
{{- end }}

{{- define "pagestream.labels" -}}
app.kubernetes.io/name: pagestream
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- /* Flink gives its pods the labels app and component. */}}
{{- define "pagestream.selector" -}}
app: {{ include "pagestream.name" . }}
{{- end }}

{{- define "pagestream.image" -}}
{{- $tag := .Values.image.tag | default (printf "%s%s" .Chart.AppVersion (ternary "-cuda" "" (gt (int .Values.taskManager.cards) 0))) -}}
{{ .Values.image.repository }}:{{ $tag }}
{{- end }}

{{- define "pagestream.taskManagers" -}}
{{- div (add .Values.parallelism .Values.taskManager.slots -1) .Values.taskManager.slots }}
{{- end }}

{{- /* The configuration of the stream: what the chart knows, and over it what the values say. */}}
{{- define "pagestream.options" -}}
{{- $device := ternary "cuda:0" "cpu" (gt (int .Values.taskManager.cards) 0) -}}
{{- $own := dict "model" .Values.model.folder "device" $device "kafka" (dict "transaction-naming" "POOLING" "transaction-prefix" (include "pagestream.name" .)) -}}
{{- $client := dict "bootstrap.servers" .Values.kafka.bootstrapServers -}}
{{- if .Values.kafka.secret }}
{{- $client = merge $client (dict "config.providers" "dir" "config.providers.dir.class" "org.apache.kafka.common.config.provider.DirectoryConfigProvider") -}}
{{- end }}
{{- toYaml (dict "pagestream" (mergeOverwrite $own (deepCopy .Values.pagestream)) "kafka" (mergeOverwrite $client (deepCopy .Values.kafka.client))) }}
{{- end }}

{{- define "pagestream.flinkConfiguration" -}}
{{- $folder := trimSuffix "/" .Values.storage.folder -}}
{{- $c := .Files.Get "flink.yaml" | fromYaml -}}
{{- $_ := set $c "taskmanager.numberOfTaskSlots" .Values.taskManager.slots -}}
{{- $_ := set $c "taskmanager.memory.task.off-heap.size" .Values.taskManager.offHeap -}}
{{- $_ := set $c "taskmanager.memory.jvm-overhead.min" .Values.taskManager.decoders -}}
{{- $_ := set $c "taskmanager.memory.jvm-overhead.max" .Values.taskManager.decoders -}}
{{- $_ := set $c "execution.checkpointing.dir" (printf "%s/checkpoints" $folder) -}}
{{- $_ := set $c "execution.checkpointing.savepoint-dir" (printf "%s/savepoints" $folder) -}}
{{- if .Values.highAvailability.enabled }}
{{- $_ := set $c "high-availability.type" "kubernetes" -}}
{{- $_ := set $c "high-availability.storageDir" (printf "%s/ha" $folder) -}}
{{- end }}
{{- with .Values.storage.s3 }}
{{- if .endpoint }}{{ $_ := set $c "s3.endpoint" .endpoint }}{{ end }}
{{- if .region }}{{ $_ := set $c "s3.region" .region }}{{ end }}
{{- if .pathStyleAccess }}{{ $_ := set $c "s3.path-style-access" true }}{{ end }}
{{- end }}
{{- if gt (int .Values.taskManager.cards) 0 }}
{{- $_ := set $c "external-resources" "gpu" -}}
{{- $_ := set $c "external-resource.gpu.amount" .Values.taskManager.cards -}}
{{- $_ := set $c "external-resource.gpu.kubernetes.config-key" "nvidia.com/gpu" -}}
{{- end }}
{{- with .Values.autoscaling }}
{{- if .enabled }}
{{- $_ := set $c "job.autoscaler.enabled" true -}}
{{- $_ := set $c "job.autoscaler.vertex.min-parallelism" .minParallelism -}}
{{- $_ := set $c "job.autoscaler.vertex.max-parallelism" .maxParallelism -}}
{{- /* The older name; operators of today read it too. */}}
{{- $_ := set $c "job.autoscaler.target.utilization" .targetUtilization -}}
{{- $_ := set $c "job.autoscaler.catch-up.duration" .catchUp -}}
{{- $_ := set $c "job.autoscaler.observed-true-processing-rate.lag-threshold" .lagThreshold -}}
{{- $_ := set $c "job.autoscaler.metrics.window" .metricsWindow -}}
{{- $_ := set $c "job.autoscaler.stabilization.interval" .stabilization -}}
{{- $_ := set $c "job.autoscaler.scale-down.interval" .scaleDownInterval -}}
{{- $_ := set $c "jobmanager.scheduler" "adaptive" -}}
{{- end }}
{{- end }}
{{- range $key, $value := mergeOverwrite $c .Values.flinkConfiguration }}
{{ $key }}: {{ $value | toString | quote }}
{{- end }}
{{- end }}

{{- define "pagestream.podSecurity" -}}
runAsNonRoot: true
runAsUser: 9999
runAsGroup: 9999
fsGroup: 9999
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "pagestream.containerSecurity" -}}
allowPrivilegeEscalation: false
capabilities:
  drop: [ALL]
{{- end }}

{{- /* Where a pod may run: the values of a role, and whatever the role tolerates by itself. */}}
{{- define "pagestream.placement" -}}
{{- with .role.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with concat .tolerated .role.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .role.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
