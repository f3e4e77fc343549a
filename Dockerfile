# The bot and nothing else: the sandbox and the tests stay outside.
# A Python and a Debian that were chosen, not what is newest on the day of the build: raise them with the libraries. The
# tag is moved when Debian mends a hole, and who builds gets that; the digest, which would fix every byte, is only told by
# the registry: `docker buildx imagetools inspect` shows it, and "@sha256:..." behind the tag pins it.
FROM python:3.13.15-slim-trixie

ENV PYTHONUNBUFFERED=1 \
    # Inside the container only; nothing is published unless compose.yaml says so.
    LISTEN=0.0.0.0:8081

WORKDIR /app

COPY requirements/bot.txt requirements/bot.txt
RUN pip install --no-cache-dir --disable-pip-version-check --root-user-action=ignore \
    --only-binary :all: --require-hashes -r requirements/bot.txt

# A fixed id, so that the owner of files on a mounted directory can be set from outside.
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin artbot \
    && install --directory --mode=0700 --owner=artbot --group=artbot /app/data

COPY drawing/ drawing/
COPY storage/ storage/
COPY yandexart/ yandexart/
COPY handlers/ handlers/
COPY bot/ bot/

USER artbot
VOLUME /app/data
STOPSIGNAL SIGTERM

# http.client and not urllib: a proxy in the environment must not come between the container and itself. An empty LISTEN
# counts as unset, as it does for the bot. On Linux, to connect to the wildcard address is to connect to this machine.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import http.client, os, sys; host, _, port = (os.environ.get('LISTEN') or '127.0.0.1:8081').rpartition(':'); c = http.client.HTTPConnection(host.strip('[]'), int(port), timeout=3); c.request('GET', '/healthz'); sys.exit(c.getresponse().status != 200)"]

CMD ["python", "-m", "bot", "run"]
