#!/bin/bash
# Kafka with the variables of Confluent's image: KAFKA_LOG_DIRS is log.dirs. A new directory is formatted first.
set -euo pipefail
config=/tmp/kafka.properties
env | grep -E '^KAFKA_' | grep -vE '^KAFKA_(OPTS|HEAP_OPTS)=' | while IFS='=' read -r name value; do
  key=${name#KAFKA_}
  key=${key,,}
  printf '%s=%s\n' "${key//_/.}" "$value"
done >"$config"
log4j=-Dlog4j.configuration=file:/opt/cdcctl/templates/stack/kafka-log4j.properties
java -Xmx64m "$log4j" -cp '/opt/kafka/*' kafka.tools.StorageTool format --ignore-formatted -t "$CLUSTER_ID" -c "$config"
# shellcheck disable=SC2086 # Flags are words.
exec java $KAFKA_HEAP_OPTS $KAFKA_OPTS -XX:+UseSerialGC "$log4j" -cp '/opt/kafka/*' kafka.Kafka "$config"
