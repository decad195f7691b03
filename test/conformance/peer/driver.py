"""Drives Jupyter kernels with jupyter_client for the tests: commands come as JSON lines, every message leaves as one.

A command is {"id": n, "do": name, ...arguments}; its answer is {"id": n, "ok": value} or {"id": n, "error": text}.
Messages that a kernel sends are {"kernel": k, "channel": name, "message": {...}} as they arrive.
"""

import asyncio
import base64
import json
import os
import signal
import sys
import time

from jupyter_client.manager import AsyncKernelManager
from jupyter_core.paths import jupyter_runtime_dir

CHANNELS = ("shell", "iopub", "stdin", "control")


def emit(value):
    sys.stdout.write(json.dumps(value, default=str) + "\n")
    sys.stdout.flush()


class Kernel:
    """One kernel process and the client that listens to it."""

    def __init__(self, name, manager, stderr):
        self.name, self.manager, self.stderr = name, manager, stderr
        self.client, self.pumps = None, []

    async def connect(self, channels=CHANNELS):
        self.client = self.client or self.manager.client()
        self.client.start_channels(hb=False, **{channel: channel in channels for channel in CHANNELS})
        self.pumps += [asyncio.create_task(self.pump(channel)) for channel in channels]

    def disconnect(self):
        for pump in self.pumps:
            pump.cancel()
        if self.client:
            self.client.stop_channels()
        self.client, self.pumps = None, []

    async def pump(self, channel):
        """Passes on every message of one channel that jupyter_client accepts, with the time of its arrival."""
        socket, session = getattr(self.client, f"{channel}_channel").socket, self.client.session
        while True:
            _, frames = session.feed_identities(await socket.recv_multipart())
            message = session.deserialize(frames)
            emit({"kernel": self.name, "channel": channel, "message": outline(message)})

    async def send(self, channel, msg_type, content, metadata=None, buffers=(), subshell=None):
        """Sends by the asyncio socket itself: the channel's own send goes round it and can swallow the event that the pump waits for."""
        session = self.client.session
        message = session.msg(msg_type, content, metadata=metadata)
        if subshell:
            message["header"]["subshell_id"] = subshell
        frames = session.serialize(message) + [base64.b64decode(buffer) for buffer in buffers]
        await getattr(self.client, f"{channel}_channel").socket.send_multipart(frames)
        return message["header"]["msg_id"]


def outline(message):
    kept = {key: message[key] for key in ("msg_type", "content", "metadata", "parent_header", "header")}
    buffers = [base64.b64encode(buffer).decode() for buffer in message.get("buffers", [])]
    return {**kept, "buffers": buffers, "at": time.time()}


class Driver:
    def __init__(self):
        self.kernels, self.count = {}, 0

    async def do_start(self, spec, cwd, env, stderr, transport="tcp", encryption="disabled", channels=CHANNELS):
        self.count += 1
        file = os.path.join(jupyter_runtime_dir(), f"kernel-{os.getpid()}-{self.count}.json")  # named first, as servers do: ipc paths follow it
        manager = AsyncKernelManager(kernel_name=spec, transport=transport, transport_encryption=encryption, connection_file=file)
        with open(stderr, "ab") as log:
            await manager.start_kernel(cwd=cwd, env={**os.environ, **env}, stdout=log, stderr=log)
        kernel = self.kernels[self.count] = Kernel(self.count, manager, stderr)
        await kernel.connect(channels)
        return {"kernel": self.count, "pid": manager.provisioner.pid, "file": manager.connection_file}

    async def do_connect(self, kernel, channels):
        await self.kernels[kernel].connect(channels)

    async def do_send(self, kernel, channel, type, content, metadata=None, buffers=(), subshell=None):
        return await self.kernels[kernel].send(channel, type, content, metadata, buffers, subshell)

    async def do_reply(self, kernel, value):
        return await self.kernels[kernel].send("stdin", "input_reply", {"status": "ok", "value": value})

    async def do_frames(self, kernel, type, content, tamper):
        """Sends one request by hand: "none", "signature" wrong, "unsigned", "twice" (replayed) or "text" that is no message."""
        live = self.kernels[kernel]
        session = live.client.session
        message = session.msg(type, content)
        frames = session.serialize(message)
        if tamper == "signature":
            frames[1] = b"0" * len(frames[1])
        if tamper == "unsigned":
            frames[1] = b""
        if tamper == "content":
            frames[5] = frames[5].replace(b"1", b"2")
        if tamper == "text":
            frames = [b"<IDS|MSG>", b"nonsense"]
        for _ in range(2 if tamper == "twice" else 1):
            await live.client.shell_channel.socket.send_multipart(frames)
        return message["header"]["msg_id"]

    async def do_heartbeat(self, kernel, timeout):
        """Milliseconds that a heartbeat takes to come back."""
        socket = self.kernels[kernel].manager.connect_hb()
        try:
            start = time.perf_counter()
            await socket.send(b"ping")
            answer = await asyncio.wait_for(socket.recv(), timeout)
            assert answer == b"ping", answer
            return (time.perf_counter() - start) * 1000
        finally:
            socket.close(linger=0)

    async def do_interrupt(self, kernel):
        await self.kernels[kernel].manager.interrupt_kernel()

    async def do_signal(self, kernel, number):
        os.kill(self.kernels[kernel].manager.provisioner.pid, getattr(signal, number))

    async def do_alive(self, kernel):
        return await self.kernels[kernel].manager.is_alive()

    async def do_restart(self, kernel):
        live = self.kernels[kernel]
        live.disconnect()
        with open(live.stderr, "ab") as log:
            await live.manager.restart_kernel(stdout=log, stderr=log)
        await live.connect()
        return live.manager.provisioner.pid

    async def do_shutdown(self, kernel, now=False):
        live = self.kernels.pop(kernel)
        await live.manager.shutdown_kernel(now=now)
        live.disconnect()

    async def answer(self, command):
        number, name = command.pop("id"), command.pop("do")
        try:
            emit({"id": number, "ok": await getattr(self, f"do_{name}")(**command)})
        except Exception as error:  # whatever went wrong is the test's to judge
            emit({"id": number, "error": f"{type(error).__name__}: {error}"})

    async def run(self):
        reader = asyncio.StreamReader(limit=2**26)
        await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        tasks = set()
        while line := await reader.readline():
            task = asyncio.create_task(self.answer(json.loads(line)))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
        for kernel in list(self.kernels):
            await self.do_shutdown(kernel, now=True)


asyncio.run(Driver().run())
