# One image for both services of docker-compose.yml: the site, and the judge without a network.
# Debian 12 and Python 3.11 are what the walls are tested on: the same bubblewrap, the same libc.
FROM python:3.11-slim-bookworm AS packages

# torch is no part of the lock (its wheel differs from machine to machine) and two fifths of a
# gigabyte: `docker compose build --build-arg TORCH=torch==2.13.0` adds it, TORCH_ARGS says from
# which index.
ARG TORCH=""
ARG TORCH_ARGS=""

ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
RUN python -m venv /opt/venv
COPY requirements.lock /tmp/
RUN /opt/venv/bin/pip install --require-hashes --only-binary :all: -r /tmp/requirements.lock
RUN if [ -n "$TORCH" ]; then /opt/venv/bin/pip install "$TORCH" $TORCH_ARGS; fi
COPY . /app
RUN /opt/venv/bin/pip install --no-deps --no-build-isolation -e /app \
 && /opt/venv/bin/python -m compileall -q /app/app /app/sandbox


FROM python:3.11-slim-bookworm

RUN apt-get update \
 && apt-get install -y --no-install-recommends bubblewrap \
 && rm -rf /var/lib/apt/lists/*

# Nobody here is root, and the judge is not who owns the learners' data. The numbers are fixed:
# they own files on the volumes.
RUN useradd --uid 64007 --no-create-home --shell /usr/sbin/nologin judge \
 && useradd --uid 64008 --no-create-home --shell /usr/sbin/nologin mianjing \
 && install -d -m 0750 -o judge -g judge /run/mianjing \
 && install -d -m 0700 -o mianjing -g mianjing /data

COPY --from=packages /opt/venv /opt/venv
COPY --from=packages /app /app

ENV PATH=/opt/venv/bin:/usr/local/bin:/usr/bin:/bin \
    PYTHONDONTWRITEBYTECODE=1 \
    MIANJING_DATA_DIR=/data \
    MIANJING_HOST=0.0.0.0
WORKDIR /app
USER mianjing
EXPOSE 8000
CMD ["mianjing", "serve"]
