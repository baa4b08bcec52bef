# The site with its data in one image: docker build -t arms-catalog . && docker run -p 8001:8001 arms-catalog
FROM python:3.11-slim AS build
WORKDIR /src
# What the program and its build need: a layer that neither code nor records renew.
COPY pyproject.toml constraints.txt ./
RUN python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['dependencies'], sep='\n')" >needs.txt \
    && python -m venv /opt/catalog \
    && /opt/catalog/bin/pip install --disable-pip-version-check --constraint constraints.txt --requirement needs.txt hatchling
# The package, with the database compiled from the records into it.
COPY . .
RUN /opt/catalog/bin/pip install --disable-pip-version-check --no-deps --no-build-isolation . \
    && /opt/catalog/bin/pip uninstall --yes hatchling pathspec tomlkit trove-classifiers \
    && /opt/catalog/bin/python -m compileall -q /opt/catalog/lib

FROM python:3.11-slim
COPY --from=build /opt/catalog /opt/catalog
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin catalog
USER 10001
WORKDIR /opt/catalog
ENV PATH=/opt/catalog/bin:$PATH PYTHONDONTWRITEBYTECODE=1
EXPOSE 8001
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request as ask; ask.urlopen('http://127.0.0.1:8001/about', timeout=4)"]
CMD ["catalog", "serve", "--host", "0.0.0.0", "--port", "8001"]
