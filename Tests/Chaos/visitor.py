"""One person at one browser without a browser: keeps cookies, reads forms out of pages, sends them, and knows what may have happened."""

import html
import http.client
import re
import urllib.parse

PASSWORD = "Shouwen-demo-1"


class Unknown(Exception):
    """Nobody can say whether it happened: the connection broke, or the server said that it cannot tell."""


class Answer:
    def __init__(self, status: int, headers: http.client.HTTPMessage, body: str):
        self.status, self.body, self.location = status, body, headers.get("Location")

    def form(self, action: str) -> dict[str, str]:
        """The fields of a form as the page offers them: hidden ones, texts, and what is chosen."""
        found = re.search(rf'<form[^>]*action="{re.escape(html.escape(action, quote=False))}"[^>]*>(.*?)</form>', self.body, re.S)
        assert found, f"no form for {action}"
        fields = {}
        for tag in re.findall(r"<input[^>]*>", found[1]):
            names = dict(re.findall(r'(\w+)="([^"]*)"', tag))
            kind = names.get("type", "text")
            if "name" not in names or (kind in ("radio", "checkbox") and " checked" not in tag):
                continue
            fields[html.unescape(names["name"])] = html.unescape(names.get("value", ""))
        return fields


class Visitor:
    def __init__(self, url: str, account: str):
        self.host = urllib.parse.urlsplit(url).netloc
        self.account, self.cookies = account, {}
        self.connection: http.client.HTTPConnection | None = None
        # Houses found before: nobody searches for the same one a hundred times.
        self.found: dict[str, str] = {}

    def send(self, method: str, path: str, fields: dict[str, str] | None = None) -> Answer:
        """One request on a connection that is kept.
        - Raises Unknown when the connection breaks or the server says 502, 503 or 504."""
        headers = {"Sec-Fetch-Site": "same-origin", "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if fields is not None:
            body = urllib.parse.urlencode(fields)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection(self.host, timeout=120)
            self.connection.request(method, path, body=body, headers=headers)
            response = self.connection.getresponse()
            text = response.read().decode()
        except (OSError, http.client.HTTPException) as broken:
            self.forget()
            raise Unknown(repr(broken)) from broken
        for line in response.headers.get_all("Set-Cookie") or []:
            name, _, value = line.split(";")[0].partition("=")
            self.cookies[name] = value
            if "Max-Age=0" in line:
                self.cookies.pop(name)
        if response.headers.get("Connection") == "close":
            self.forget()
        if response.status in (502, 503, 504):
            raise Unknown(str(response.status))
        return Answer(response.status, response.headers, text)

    def forget(self) -> None:
        if self.connection:
            self.connection.close()
        self.connection = None

    def get(self, path: str) -> Answer:
        return self.send("GET", path)

    def sign_in(self, password: str = PASSWORD) -> "Visitor":
        fields = self.get("/login").form("/login") | {"account": self.account, "password": password}
        answer = self.send("POST", "/login", fields)
        assert answer.status == 303, answer.status
        return self

    def intake_form(self, unit: str, door: str = "1-1-1101") -> tuple[str, dict[str, str]]:
        """Where a complaint about a house is sent to, and the form's fields."""
        if door not in self.found:
            answer = self.get(f"/yunshan/{unit}/intake?q={door}")
            self.found[door] = html.unescape(re.search(r'<a class="[^"]*match" href="([^"]+)"', answer.body)[1])
        path = self.found[door]
        form = self.get(path).form(path)
        return path, {name: form[name] for name in ("csrf", "key", "stage") if name in form} | {"channel": "phone"}

    def step_form(self, ticket: str, action: str) -> tuple[str, dict[str, str]]:
        path = f"{ticket}/actions/{action}"
        form = self.get(ticket).form(path)
        return path, {name: form[name] for name in ("csrf", "key", "version")}
