# The bot as one small container: no compiler, no root, nothing of the program that it may write.
FROM python:3.13-slim-trixie AS build
COPY requirements.txt /tmp/
RUN python -m venv --without-pip /venv \
 && python -m pip --python /venv/bin/python install --no-cache-dir --disable-pip-version-check \
    --require-hashes --only-binary=:all: -r /tmp/requirements.txt
WORKDIR /app
COPY . .
RUN python -m compileall -q --invalidation-mode unchecked-hash bot

FROM python:3.13-slim-trixie
RUN useradd --system --user-group --uid 10001 --no-create-home --home-dir /nonexistent epizod \
 && install -d -m 700 -o 10001 -g epizod /data /backups
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
USER 10001
# 0.0.0.0 is the container's own network: compose.yaml says what of it anyone can reach.
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DATABASE_URL=sqlite:////data/epizod.db \
    LESSONS_DIR=/app/lessons \
    HOST=0.0.0.0 \
    PORT=8080 \
    BACKUP_DIR=/backups \
    LOG_FORMAT=json
VOLUME /data /backups
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \
  CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/healthz', timeout=4)"]
CMD ["python", "-m", "bot", "run"]
