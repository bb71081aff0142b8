#!/usr/bin/env bash
# Fetches the test suite of RFC 7208 to target/rfc7208-tests.yml, where tests/rfc7208.rs looks for it. It comes with the
# source of pyspf, and stays out of the repository. Without Python or the network the test says "skipped".
set -euo pipefail
cd "$(dirname "$0")/.."
VERSION=2.0.14
SUITE=target/rfc7208-tests.yml
[ ! -s "$SUITE" ] || exit 0
FOLDER=$(mktemp -d)
trap 'rm -rf "$FOLDER"' EXIT
python3 -m pip download --quiet --disable-pip-version-check --no-deps --no-binary :all: --dest "$FOLDER" "pyspf==$VERSION"
mkdir -p target
tar -xzOf "$FOLDER/pyspf-$VERSION.tar.gz" "pyspf-$VERSION/test/rfc7208-tests.yml" >"$FOLDER/suite"
mv "$FOLDER/suite" "$SUITE"
