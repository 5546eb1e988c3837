# One image for all services and for the command line; `./tidemark --version` builds what is copied here.
FROM eclipse-temurin:25-jre

# libgomp1: LightGBM's threads. curl: health checks.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libgomp1 curl \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --home-dir /var/lib/tidemark --shell /usr/sbin/nologin tidemark \
    && install -d -o tidemark -g tidemark \
        /var/lib/tidemark/registry /var/lib/tidemark/state /var/lib/tidemark/cache /var/lib/tidemark/runs

COPY LICENSE NOTICE /opt/tidemark/
COPY stack/target/dist/schema-registry /opt/tidemark/runtime/schema-registry
COPY dist/target/lib /opt/tidemark/lib
COPY models /opt/tidemark/models
COPY tidemark /opt/tidemark/tidemark

USER tidemark
WORKDIR /var/lib/tidemark
ENV LANG=C.UTF-8 \
    TIDEMARK_HOME=/var/lib/tidemark \
    TIDEMARK_MODELS_DIR=/opt/tidemark/models \
    TIDEMARK_REGISTRY_DIR=/var/lib/tidemark/registry \
    TIDEMARK_STREAMS_STATE_DIR=/var/lib/tidemark/state \
    TIDEMARK_SCORING_CACHE_DIR=/var/lib/tidemark/cache/bundles \
    TIDEMARK_TRAINER_RUNS_DIR=/var/lib/tidemark/runs \
    TIDEMARK_TRAINER_CACHE_DIR=/var/lib/tidemark/cache/data \
    TIDEMARK_JAVA_OPTS=-XX:MaxRAMPercentage=70
ENTRYPOINT ["/opt/tidemark/tidemark"]
CMD ["--help"]
