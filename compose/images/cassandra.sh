#!/bin/sh
# Cassandra with the variables of the official image. The Java flags are those of the native stack.
set -eu
mkdir -p /var/lib/cassandra/cdc_raw
# shellcheck disable=SC2086 # Flags are words.
exec java -Xms"$MAX_HEAP_SIZE" -Xmx"$MAX_HEAP_SIZE" -Xmn"$HEAP_NEWSIZE" -XX:+UseParallelGC -Xss256k \
  @/opt/cdcctl/templates/stack/cassandra-jvm17.options -Djava.security.manager=allow \
  -javaagent:/opt/cassandra/jamm-0.3.2.jar $JVM_EXTRA_OPTS \
  -Dcassandra.storagedir=/var/lib/cassandra -Dcassandra.logdir=/tmp \
  -Dlogback.configurationFile=/opt/cdcctl/templates/stack/cassandra-logback.xml -Dcassandra-foreground=yes \
  -cp '/opt/cassandra/*' org.apache.cassandra.service.CassandraDaemon
