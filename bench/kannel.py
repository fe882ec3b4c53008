"""Kannel with a file store, asking nginx for a fixed text: Debian's kannel and nginx, on free ports.

python -m bench.kannel [SECONDS [IN_FLIGHT]]
"""

import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.processes import Figures, figures, free_port, load, running

TEXT = "1 Баланс\n2 Услуги\n3 Тариф\n4 Пароль\n5 Расходы\n6 В долг\n7 Язык\n8 Человек"

NGINX = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    keepalive_requests 1000000;
    client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
    uwsgi_temp_path {folder}; scgi_temp_path {folder};
    server {{
        listen 127.0.0.1:{http};
        location / {{
            root {folder};
            index answer.txt;
            default_type "text/plain; charset=UTF-8";
            types {{}}
            add_header X-Kannel-Coding 2;
        }}
    }}
}}
"""

# No receive-port, no smsbox-id and no global-sender: with them messages get stuck or lose the dialled code.
KANNEL = """
group = core
admin-port = {admin}
admin-password = bench
smsbox-port = {box}
box-allow-ip = 127.0.0.1
store-type = file
store-location = {folder}/kannel.store
log-file = {folder}/bearerbox.log
log-level = 3

group = smsc
smsc = smpp
smsc-id = bench
host = 127.0.0.1
port = {port}
transceiver-mode = true
smsc-username = bench
smsc-password = bench
system-type = ""
max-pending-submits = 200

group = smsbox
bearerbox-host = 127.0.0.1
mo-recode = true
log-file = {folder}/smsbox.log
log-level = 3

group = sms-service
keyword = default
get-url = "http://127.0.0.1:{http}/"
max-messages = 1
concatenation = false
"""


@contextmanager
def nginx(folder: Path, port: int) -> Iterator[None]:
    """Answers everything with the fixed text."""
    (folder / "answer.txt").write_text(TEXT, encoding="utf-8")
    settings = folder / "nginx.conf"
    settings.write_text(NGINX.format(folder=folder, http=port))
    with running("nginx", "-c", str(settings), "-p", str(folder)):
        listening(port)
        yield


@contextmanager
def boxes(folder: Path, smsc: str, http: int) -> Iterator[None]:
    """Kannel's two daemons."""
    admin, box = free_port(), free_port()
    settings = folder / "kannel.conf"
    settings.write_text(KANNEL.format(folder=folder, port=smsc, http=http, admin=admin, box=box))
    with running("bearerbox", "-v", "4", str(settings)):
        listening(box)
        with running("smsbox", "-v", "4", str(settings)):
            yield


def listening(port: int) -> None:
    """Wait until somebody listens there."""
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return


def kannel(seconds: float, in_flight: int, text: str) -> Figures:
    """Kannel's figures under the same load."""
    http = free_port()
    with (
        TemporaryDirectory() as name,
        nginx(Path(name), http),
        load(seconds, in_flight, text) as (port, generator),
        boxes(Path(name), port, http),
    ):
        return figures(generator)


if __name__ == "__main__":
    words = [*sys.argv[1:], "10", "200"][:2] if len(sys.argv) < 3 else sys.argv[1:3]
    print(kannel(float(words[0]), int(words[1]), "меню"))
