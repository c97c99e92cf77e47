FROM swift:6.3-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends libpq-dev libssl-dev libargon2-dev zlib1g-dev libexpat1-dev libturbojpeg0-dev libpng-dev libwebp-dev pkg-config && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY Package.swift ./
COPY Sources Sources
COPY Tests Tests
RUN swift build -c release --product shouwen --static-swift-stdlib && cp "$(swift build -c release --show-bin-path)/shouwen" /shouwen

FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends libpq5 libssl3 libargon2-1 zlib1g libexpat1 libturbojpeg0 libpng16-16 libwebp7 && rm -rf /var/lib/apt/lists/* \
    && useradd --system --home /srv/shouwen shouwen
WORKDIR /srv/shouwen
# Where the server keeps the secret it makes itself, unless SHOUWEN_SECRET names one.
RUN mkdir .data && chown shouwen .data
COPY --from=build /shouwen /usr/local/bin/shouwen
COPY sql sql
COPY Templates Templates
COPY Public Public
USER shouwen
EXPOSE 8080
# migrate is safe to repeat and waits for its lock; seed and found are run by hand (docs/operations.md).
CMD ["sh", "-c", "shouwen migrate && exec shouwen serve --host 0.0.0.0 --port 8080"]
