#!/bin/sh
# Makes the topics of a file such as topics.yaml that are not there yet:  create-topics.sh BROKERS FILE
# KAFKA_TOPICS names Kafka's program, REPLICAS how many copies a topic has.
set -eu
brokers=$1
file=$2

awk '
  { sub(/#.*/, "") }
  /^ *- name:/ { if (name) print name, partitions, config; name = $3; partitions = 1; config = "" }
  /^ *partitions:/ { partitions = $2 }
  /^      [a-z.]+:/ { key = $1; sub(/:$/, "", key); config = config " --config " key "=" $2 }
  END { if (name) print name, partitions, config }
' "$file" | while read -r name partitions config; do
  # shellcheck disable=SC2086  # several options
  "${KAFKA_TOPICS:-/opt/kafka/bin/kafka-topics.sh}" --bootstrap-server "$brokers" --create --if-not-exists \
    --topic "$name" --partitions "$partitions" --replication-factor "${REPLICAS:-1}" $config </dev/null
done
