"""Looks through logs for what must never stand in one: telephone and identity numbers, secrets of sessions and forms.

    python3 scan_logs.py FILE...   prints each place and ends with 1 when there is one
"""

import pathlib
import re
import sys

PATTERNS = {
    # Eleven digits as they are dialled, not a part of a longer number.
    "telephone number": re.compile(r"(?<![\d.\w])1[3-9]\d{9}(?![\d\w])"),
    "identity number": re.compile(r"(?<![\d\w])[1-9]\d{5}(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\d\w])"),
    # 32 random bytes in base64url after a name and a point, as the cookie has them.
    "session secret": re.compile(r"[a-z0-9-]+\.[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])"),
    "bearer token": re.compile(r"Bearer [A-Za-z0-9._~+/-]{8,}"),
    "form secret": re.compile(r"csrf=[A-Za-z0-9_%-]{8,}"),
    "password": re.compile(r"(?i)password=[^\s&*]{4,}"),
}


# The runner names a case by its arguments; these are the test's own words, not what the product logged.
CASE = re.compile(r"^\S+ Test case passing ")


def findings(paths):
    for path in paths:
        text = pathlib.Path(path).read_text(errors="replace")
        for number, line in enumerate(text.splitlines(), start=1):
            if CASE.match(line):
                continue
            for name, pattern in PATTERNS.items():
                if found := pattern.search(line):
                    # Where it stands and what it is; not the thing itself.
                    yield str(path), number, name, f"column {found.start() + 1}"


if __name__ == "__main__":
    found = list(findings(sys.argv[1:]))
    for path, number, name, column in found:
        print(f"{path}:{number}: a {name} at {column}")
    print(f"{len(sys.argv) - 1} logs, {len(found)} findings")
    sys.exit(1 if found or len(sys.argv) == 1 else 0)
