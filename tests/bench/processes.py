# SPDX-FileCopyrightText: 2026 LLM Gateway Desktop contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The programs of one bench run: how they are started, and what the kernel says of them."""
import os
import re
import resource
import select
import signal
import socket
import subprocess
import time

TICK = os.sysconf("SC_CLK_TCK")


def raise_descriptor_limit():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 65536)), hard))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def family(pid):
    """The process and its children."""
    pids = [pid]
    for task in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{task}/children", encoding="ascii") as file:
            for child in file.read().split():
                pids += family(int(child))
    return pids


def cpu_seconds(pid):
    """Time on a CPU of the process and its children, all threads, to the nanosecond where the kernel counts so finely."""
    total = 0
    for member in family(pid):
        try:
            for task in os.listdir(f"/proc/{member}/task"):
                with open(f"/proc/{member}/task/{task}/schedstat", encoding="ascii") as file:
                    total += int(file.read().split()[0]) / 1e9
        except FileNotFoundError:
            with open(f"/proc/{member}/stat", encoding="utf-8") as file:
                fields = file.read().rsplit(")", 1)[1].split()
            total += (int(fields[11]) + int(fields[12])) / TICK
    return total


def cpu_seconds_by_thread(pid):
    """Of the process alone, by the names that its threads have."""
    total = {}
    for task in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{task}/comm", encoding="utf-8") as file:
            name = file.read().strip()
        with open(f"/proc/{pid}/task/{task}/stat", encoding="utf-8") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        total[name] = total.get(name, 0) + (int(fields[11]) + int(fields[12])) / TICK
    return total


def memory_mb(pid, field="VmRSS"):
    with open(f"/proc/{pid}/status", encoding="utf-8") as file:
        return int(re.search(rf"{field}:\s+(\d+) kB", file.read()).group(1)) / 1024


def reset_peak(pid):
    with open(f"/proc/{pid}/clear_refs", "w", encoding="ascii") as file:
        file.write("5")


def wait_for_line(process, pattern, seconds=30):
    deadline = time.monotonic() + seconds
    seen = ""
    while time.monotonic() < deadline:
        ready, _, _ = select.select([process.stdout], [], [], 0.5)
        if not ready:
            continue
        line = process.stdout.readline()
        if not line:
            break
        seen += line
        if found := re.search(pattern, line):
            return found
    raise SystemExit(f"bench: {process.args[0]} did not say {pattern!r}, but: {seen}")


def wait_for_port(port, seconds=10):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.02)
    raise SystemExit(f"bench: nothing listens on port {port}")


class Nginx:
    """One nginx with one worker. `server` is the inside of its server block."""

    def __init__(self, folder, name, server, extra=""):
        self.port = free_port()
        path = os.path.join(folder, name)
        os.makedirs(path)
        user = "user root;" if os.getuid() == 0 else ""
        configuration = f"""
daemon off; {user} worker_processes 1; worker_rlimit_nofile 16384; pid {path}/pid; error_log {path}/error.log;
events {{ worker_connections 8192; }}
http {{
    access_log off; tcp_nodelay on; keepalive_requests 100000000; keepalive_timeout 300s;
    client_max_body_size 64m; client_body_buffer_size 16m;
    client_body_temp_path {path}/body; proxy_temp_path {path}/proxy; fastcgi_temp_path {path}/f; uwsgi_temp_path {path}/u; scgi_temp_path {path}/s;
    default_type application/json;
    {extra}
    server {{ listen 127.0.0.1:{self.port} backlog=4096; {server} }}
}}
"""
        with open(os.path.join(path, "nginx.conf"), "w", encoding="utf-8") as file:
            file.write(configuration)
        self.process = subprocess.Popen([nginx_program(), "-p", path, "-c", os.path.join(path, "nginx.conf"), "-e", os.path.join(path, "error.log")],
                                        stdin=subprocess.DEVNULL)
        self.pid = self.process.pid
        wait_for_port(self.port)


def nginx_program():
    for path in ("/usr/sbin/nginx", "/usr/bin/nginx"):
        if os.path.exists(path):
            return path
    raise SystemExit("bench: nginx is not installed (./dev deps bench)")


def stop(process):
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
