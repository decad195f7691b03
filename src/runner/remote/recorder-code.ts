// The recorder's program, in Python. Messages are kept as they are, 64 MiB for a kernel, the oldest go first.

/** Printed, with the kernel's id, when its connection ends, as it does with its process. */
export const ENDED = "cellwright: this kernel has ended: ";

export const RECORDER = `
import base64, collections, json, os, threading, time, zmq
from jupyter_client import BlockingKernelClient
from jupyter_core.paths import jupyter_runtime_dir

class _CellwrightMessages(list):
    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"application/json": list(self), "text/plain": ""}

class _CellwrightRecord:
    LIMIT = 64 * 2**20
    ANSWER, ANSWER_SIZE = 500, 4 * 2**20

    def __init__(self, kernel):
        self.client = BlockingKernelClient(connection_file=os.path.join(jupyter_runtime_dir(), f"kernel-{kernel}.json"))
        self.client.load_connection_file()
        self.kept, self.size, self.lock = collections.deque(), 0, threading.Lock()
        self.heard = threading.Event()
        self.socket = self.client.connect_iopub()
        monitor = self.socket.get_monitor_socket(zmq.EVENT_DISCONNECTED)
        threading.Thread(target=self.listen, daemon=True).start()
        threading.Thread(target=self.await_end, args=(monitor, kernel), daemon=True).start()
        shell = self.client.connect_shell()
        deadline = time.monotonic() + 20
        while not self.heard.is_set():
            self.client.session.send(shell, "kernel_info_request")
            if not self.heard.wait(0.2) and time.monotonic() > deadline:
                raise TimeoutError("the kernel does not answer")
        shell.close(0)

    def await_end(self, monitor, kernel):
        monitor.recv_multipart()
        print("${ENDED}" + kernel, flush=True)

    def listen(self):
        while True:
            frames = self.socket.recv_multipart()
            at = frames.index(b"<IDS|MSG>")
            header, parent, metadata, content = frames[at + 2:at + 6]
            with self.lock:
                self.kept.append((json.loads(header)["msg_id"], frames[at + 2:]))
                self.size += sum(map(len, frames))
                while self.size > self.LIMIT:
                    self.size -= sum(map(len, self.kept.popleft()[1]))
            self.heard.set()

    def find(self, message):
        """What is kept after the message; the kernel's words may reach the runner a little sooner than this program."""
        for _ in range(50):
            with self.lock:
                kept = list(self.kept)
            for place in range(len(kept) - 1, -1, -1):
                if kept[place][0] == message:
                    return kept[place + 1:]
            if message == "":
                return kept
            time.sleep(0.1)
        raise LookupError("it is no longer kept")

    def since(self, message):
        told, size = _CellwrightMessages(), 0
        for _, frames in self.find(message):
            told.append(self.told(frames))
            size += sum(map(len, frames))
            if len(told) == self.ANSWER or size > self.ANSWER_SIZE:
                break
        return told

    def told(self, frames):
        names = ("header", "parent_header", "metadata", "content")
        parts = {name: json.loads(frame) for name, frame in zip(names, frames)}
        return {**parts, "buffers": [base64.b64encode(each).decode() for each in frames[4:]]}

_cellwright_records = {}

def cellwright_watch(kernel):
    _cellwright_records[kernel] = _CellwrightRecord(kernel)
    return _CellwrightMessages()

def cellwright_since(kernel, message):
    return _cellwright_records[kernel].since(message)
`;
