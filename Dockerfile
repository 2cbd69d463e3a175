# One image for API and worker: `python -m api` (the default), `python -m workers`, `vitaeflow …`.
FROM python:3.11-slim-bookworm AS build

ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src

# Packages before sources: they change rarely, and this layer is the large one. Text recognition and its models are in
# it, 280 MB; Tesseract is not, for scans in its languages: apt-get install tesseract-ocr tesseract-ocr-vie below.
COPY requirements.lock requirements-dev.lock ./
RUN python -m venv /opt/vitaeflow \
    && /opt/vitaeflow/bin/pip install --require-hashes -r requirements.lock
# The build back end is hash-checked too, and stays out of the image that runs.
RUN sed -n '/^setuptools==/,/[^\\]$/p' requirements-dev.lock > setuptools.lock \
    && python -m pip install --require-hashes -r setuptools.lock

COPY . .
RUN python -m pip wheel --no-deps --no-build-isolation --wheel-dir /wheels . \
    && /opt/vitaeflow/bin/pip install --no-deps /wheels/*.whl \
    && /opt/vitaeflow/bin/pip uninstall --yes pip setuptools


FROM python:3.11-slim-bookworm

LABEL org.opencontainers.image.title="vitaeflow" \
      org.opencontainers.image.description="Résumé analysis and job alerts on Temporal" \
      org.opencontainers.image.licenses="Apache-2.0"

# A number, so that a platform can see that it is not root; nothing in the image belongs to it but its state folder.
RUN groupadd --system --gid 10001 vitaeflow \
    && useradd --system --uid 10001 --gid 10001 --home-dir /var/lib/vitaeflow --shell /usr/sbin/nologin vitaeflow \
    && install --directory --owner 10001 --group 10001 --mode 0700 /var/lib/vitaeflow

COPY --from=build /opt/vitaeflow /opt/vitaeflow

# No bytecode is written: the root file system may be read-only. Localhost would be unreachable from outside.
ENV PATH="/opt/vitaeflow/bin:$PATH" \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    STATE_DIR=/var/lib/vitaeflow \
    API_HOST=0.0.0.0 \
    API_PORT=8000

WORKDIR /var/lib/vitaeflow
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM

HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f'http://127.0.0.1:{os.environ[\"API_PORT\"]}/healthz', timeout=2)"]

CMD ["python", "-m", "api"]
