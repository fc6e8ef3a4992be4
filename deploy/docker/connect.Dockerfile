# A Connect worker with both plugins. From the root of the repository, after mvn package:
#   docker build -f deploy/docker/connect.Dockerfile -t sluice/connect:0.1.0 .
# The archives are the ones that mvn package made: nothing is compiled here.
FROM eclipse-temurin:17-jre AS unpacked
RUN apt-get update && apt-get install -y --no-install-recommends unzip && rm -rf /var/lib/apt/lists/*
COPY connector-source/target/*-plugin.zip /archives/source.zip
COPY connector-sink/target/*-plugin.zip /archives/sink.zip
RUN mkdir -p /plugins && unzip -q /archives/source.zip -d /plugins && unzip -q /archives/sink.zip -d /plugins

# The JMX exporter, by Maven, which compares its checksum (-C).
FROM maven:3.9-eclipse-temurin-17 AS exporter
ARG JMX_EXPORTER=1.0.1
RUN mvn -q -B -C org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy \
  -Dartifact=io.prometheus.jmx:jmx_prometheus_javaagent:${JMX_EXPORTER} \
  -DoutputDirectory=/jmx -Dmdep.stripVersion=true

FROM apache/kafka:4.3.1
USER root
COPY --from=unpacked /plugins /opt/sluice/plugins
COPY --from=exporter /jmx/jmx_prometheus_javaagent.jar /opt/sluice/jmx_prometheus_javaagent.jar
COPY deploy/monitoring/jmx-exporter.yml /opt/sluice/jmx-exporter.yml
COPY deploy/connect/workers/distributed.properties /opt/sluice/distributed.properties
COPY deploy/docker/start-worker.sh /opt/sluice/start-worker.sh
RUN chmod 0755 /opt/sluice/start-worker.sh /opt/sluice/jmx_prometheus_javaagent.jar && mkdir -p /var/spool/sluice && chown appuser /var/spool/sluice
# The user of the base image, who is not root.
USER appuser
ENV KAFKA_OPTS="-javaagent:/opt/sluice/jmx_prometheus_javaagent.jar=9404:/opt/sluice/jmx-exporter.yml"
EXPOSE 8083 9404
HEALTHCHECK --interval=10s --timeout=5s --start-period=90s --retries=6 \
  CMD wget -q -O /dev/null http://127.0.0.1:8083/connectors || exit 1
ENTRYPOINT ["/opt/sluice/start-worker.sh"]
