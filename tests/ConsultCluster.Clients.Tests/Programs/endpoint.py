"""WHIP (RFC 9725) and WHEP as a client sees them: one POST of an offer, one DELETE at the end. Standard library only."""
import urllib.error
import urllib.parse
import urllib.request


class Endpoint:
    def __init__(self, url, token):
        self._url = url
        self._token = token
        self._session = None
        self.is_here = urllib.parse.urlsplit(url).hostname == "127.0.0.1"

    def post(self, offer):
        """Sends the offer; returns the answer. SystemExit, with what the server says, when it refuses."""
        status, headers, body = self._request("POST", self._url, offer.encode())
        if status != 201:
            raise SystemExit(f"refused {status} {body}")
        self._session = urllib.parse.urljoin(self._url, headers["Location"])
        return body

    def delete(self):
        """Ends the session; returns the HTTP status, 200 when there was one."""
        return self._request("DELETE", self._session)[0]

    def _request(self, method, url, body=None):
        request = urllib.request.Request(url, data=body, method=method)
        request.add_header("Authorization", f"Bearer {self._token}")
        if body is not None:
            request.add_header("Content-Type", "application/sdp")
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.headers, refused.read().decode()
