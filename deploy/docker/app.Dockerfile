# The Streams app. From the root of the repository, after mvn package:
#   docker build -f deploy/docker/app.Dockerfile -t sluice/streams-app:0.1.0 .
FROM eclipse-temurin:17-jre AS unpacked
RUN apt-get update && apt-get install -y --no-install-recommends unzip && rm -rf /var/lib/apt/lists/*
COPY streams-app/target/*-app.zip /app.zip
RUN unzip -q /app.zip -d /unpacked && mv /unpacked/* /streams-app

FROM eclipse-temurin:17-jre
RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/* \
  && useradd --system --uid 10001 sluice && mkdir -p /var/lib/sluice /etc/sluice && chown sluice /var/lib/sluice
COPY --from=unpacked /streams-app /opt/sluice/streams-app
COPY deploy/app/bars.properties /etc/sluice/bars.properties
USER sluice
VOLUME /var/lib/sluice
EXPOSE 7070
HEALTHCHECK --interval=10s --timeout=5s --start-period=120s --retries=6 \
  CMD curl -fsS -o /dev/null http://127.0.0.1:7070/health/live || exit 1
ENTRYPOINT ["/opt/sluice/streams-app/bin/sluice-streams"]
CMD ["/etc/sluice/bars.properties"]
