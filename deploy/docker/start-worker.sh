#!/bin/sh
# Starts a worker: the shipped properties, then each variable CONNECT_a_b=value as a.b=value, which counts.
set -eu
file=/tmp/worker.properties
cp /opt/sluice/distributed.properties "$file"
{
  echo
  env | sed -n 's/^CONNECT_\([a-z_]*\)=\(.*\)$/\1=\2/p' | while IFS='=' read -r key value; do
    printf '%s=%s\n' "$(printf '%s' "$key" | tr _ .)" "$value"
  done
} >>"$file"
exec /opt/kafka/bin/connect-distributed.sh "$file"
