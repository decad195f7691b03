"""Times Jupyter kernels. A JSON line on stdin asks for one round of one kernel; its figures are the answer on stdout.

A task is {"argv": [...], "env": {...}, "modules": path, "codes": {"cell": ..., "lines": ...}, "heavy": bool}. "{connection_file}"
in argv is filled in, "@" in codes is a number, env is all that the kernel gets, modules is a node_modules with @types/node.
Messages are signed and framed by jupyter_client's Session. The sockets are plain pyzmq ones that try to connect every
2 ms: with ZeroMQ's default of 100 ms, start times would be counted in steps of 100 ms.
"""

import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import uuid

import zmq
from jupyter_client.connect import write_connection_file
from jupyter_client.session import Session

LATENCY_CELLS = 200
CELLS_BETWEEN = 500
LINES = 20_000
ANSWER_S = 20
OUTPUT_S = 30


class Silent(Exception):
    """A kernel that did not answer in time."""


class Kernel:
    def __init__(self, argv, env, modules, dependencies=None):
        self.folder = tempfile.TemporaryDirectory(prefix="bench-kernel-")
        if dependencies:
            self.linked(modules, dependencies)
        else:
            types = os.path.join(self.folder.name, "node_modules", "@types")
            os.makedirs(types)
            os.symlink(os.path.join(modules, "@types", "node"), os.path.join(types, "node"))  # without it tslab knows no `console`
        file, info = write_connection_file(os.path.join(self.folder.name, "connection.json"), key=uuid.uuid4().hex.encode())
        self.session = Session(key=info["key"].encode())
        self.context = zmq.Context()
        self.shell = self.connected(zmq.DEALER, info["shell_port"])
        self.control = self.connected(zmq.DEALER, info["control_port"])
        self.iopub = self.connected(zmq.SUB, info["iopub_port"])
        self.started = time.perf_counter()
        argv = [part.replace("{connection_file}", file) for part in argv]
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(argv, cwd=self.folder.name, env=env, start_new_session=True, **quiet)

    def linked(self, modules, dependencies):
        """All packages of `modules`; Deno wants those that are used named."""
        os.symlink(modules, os.path.join(self.folder.name, "node_modules"))
        with open(os.path.join(self.folder.name, "package.json"), "w") as file:
            json.dump({"private": True, "dependencies": dependencies}, file)

    def connected(self, kind, port):
        socket = self.context.socket(kind)
        socket.linger = 0
        socket.rcvhwm = 0
        socket.reconnect_ivl = 2
        if kind == zmq.SUB:
            socket.subscribe(b"")
        socket.connect(f"tcp://127.0.0.1:{port}")
        return socket

    def send(self, code):
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False, "stop_on_error": True}
        message = self.session.msg("execute_request", content)
        self.session.send(self.shell, message)
        return message["header"]["msg_id"]

    def receive(self, socket, deadline):
        while not socket.poll(max(0, min(1, deadline - time.perf_counter())) * 1000):
            if self.process.poll() is not None:
                raise Silent(f"the kernel ended with code {self.process.returncode}")
            if time.perf_counter() < deadline:
                continue
            raise Silent(f"no message on {'iopub' if socket is self.iopub else 'shell'} in time")
        _, frames = self.session.feed_identities(socket.recv_multipart())
        return self.session.deserialize(frames)

    def reply(self, request, deadline):
        while True:
            message = self.receive(self.shell, deadline)
            if message["parent_header"].get("msg_id") == request:
                return message["content"]

    def until_idle(self, request, deadline, take=lambda message: None):
        while True:
            message = self.receive(self.iopub, deadline)
            if message["parent_header"].get("msg_id") != request:
                continue
            take(message)
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                return

    def run(self, code):
        """Milliseconds until reply and idle have both come."""
        start = time.perf_counter()
        request = self.send(code)
        reply = self.reply(request, start + ANSWER_S)
        self.until_idle(request, start + ANSWER_S)
        took = (time.perf_counter() - start) * 1000
        assert reply["status"] == "ok", reply
        return took

    def first_reply(self):
        """Milliseconds from spawn to the reply of the first 1+1, which is sent before the kernel is there."""
        request = self.send("1+1")
        try:
            assert self.reply(request, self.started + ANSWER_S)["status"] == "ok"
        except Silent:
            raise Silent("no reply to the first cell")
        return (time.perf_counter() - self.started) * 1000

    def settle(self):
        """Makes sure that iopub is subscribed: runs cells until one's idle is heard."""
        for _ in range(50):
            request = self.send("1+1")
            self.reply(request, time.perf_counter() + ANSWER_S)
            try:
                return self.until_idle(request, time.perf_counter() + 0.2)
            except Silent:
                continue
        raise Silent("no message on iopub")

    def lines(self, code):
        """Seconds until the idle of a cell that prints LINES lines, and how many did not come before it."""
        text = []
        take = lambda message: message["msg_type"] == "stream" and text.append(message["content"]["text"])
        start = time.perf_counter()
        request = self.send(code.replace("@", str(LINES)))
        try:
            self.until_idle(request, start + OUTPUT_S, take)
            seconds = time.perf_counter() - start
            assert self.reply(request, start + OUTPUT_S)["status"] == "ok"
        except Silent:
            seconds = None
        come = "".join(text).split("\n")
        return {"seconds": seconds, "lost": LINES - len([line for line in come if line.startswith("line ")]), "ordered": come[:-1] == [f"line {i}" for i in range(LINES)]}

    def close(self):
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()
        self.context.destroy(linger=0)
        self.folder.cleanup()


def measure(kernel, codes, heavy, figures):
    """Adds figure after figure, so that those before a failure are kept."""
    figures["start"] = kernel.first_reply()
    kernel.settle()
    figures["latency"] = statistics.median(kernel.run("1+1") for _ in range(LATENCY_CELLS))
    if not heavy:
        return
    for i in range(CELLS_BETWEEN):
        kernel.run(codes["cell"].replace("@", str(i)))
    figures["latencyAfter"] = statistics.median(kernel.run("1+1") for _ in range(LATENCY_CELLS))
    figures["lines"] = kernel.lines(codes["lines"])


def answer(task):
    figures = {}
    kernel = Kernel(task["argv"], task["env"], task["modules"])
    try:
        measure(kernel, task["codes"], task["heavy"], figures)
    except Exception as error:  # what is missing is told, the bench goes on
        figures["error"] = f"{type(error).__name__}: {error}"
    finally:
        kernel.close()
    return figures


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)
