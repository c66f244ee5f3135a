#!/bin/sh
# shellcheck disable=SC2086 # Flags are words.
exec java $KAFKA_HEAP_OPTS -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '/opt/kafka/*' kafka.admin.TopicCommand "$@"
