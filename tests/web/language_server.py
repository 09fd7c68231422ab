# SPDX-License-Identifier: Apache-2.0
"""A client of yaml-language-server, just enough to ask what an editor would show: opens texts and waits for their diagnostics. The server
gets no schema store and needs no network; schemas come from the line at the head of a text."""
import json
import os
import queue
import subprocess
import threading

SETTINGS = {"yaml": {"validate": True, "hover": False, "completion": False, "schemaStore": {"enable": False, "url": ""}, "schemas": {},
                     "yamlVersion": "1.2", "format": {"enable": False}}}
PATIENCE = 60  # seconds for one answer


class Server:
    def __init__(self, program):
        self.process = subprocess.Popen(["node", program, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.inbox = queue.Queue()
        self.number = 0
        threading.Thread(target=self.listen, daemon=True).start()
        self.ask("initialize", {"processId": os.getpid(), "rootUri": None, "capabilities": {
            "workspace": {"configuration": True}, "textDocument": {"publishDiagnostics": {"relatedInformation": False}}}})
        self.tell("initialized", {})

    def listen(self):
        while True:
            size = 0
            for line in iter(self.process.stdout.readline, b"\r\n"):
                if not line:
                    self.inbox.put(None)
                    return
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    size = int(value)
            self.inbox.put(json.loads(self.process.stdout.read(size)))

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def tell(self, method, params):
        self.send({"method": method, "params": params})

    def receive(self):
        message = self.inbox.get(timeout=PATIENCE)
        if message is None:
            raise RuntimeError("the language server ended")
        if "id" in message and "method" in message:  # it asks us
            answer = None
            if message["method"] == "workspace/configuration":
                answer = [SETTINGS.get(item.get("section"), None) for item in message["params"]["items"]]
            self.send({"id": message["id"], "result": answer})
        return message

    def ask(self, method, params):
        self.number += 1
        self.send({"id": self.number, "method": method, "params": params})
        while True:
            message = self.receive()
            if message.get("id") == self.number and "method" not in message:
                return message

    def diagnose(self, path, text):
        """[(line from 1, message)] of a text that stands for the file `path`, under a name of its own: the server keeps what it knew."""
        self.number += 1
        uri = f"file://{os.path.dirname(path)}/{self.number}-{os.path.basename(path)}"
        self.tell("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}})
        while True:
            message = self.receive()
            if message.get("method") != "textDocument/publishDiagnostics" or message["params"]["uri"] != uri:
                continue
            self.tell("textDocument/didClose", {"textDocument": {"uri": uri}})
            return [(d["range"]["start"]["line"] + 1, d["message"]) for d in message["params"]["diagnostics"]]

    def close(self):
        self.ask("shutdown", None)
        self.tell("exit", None)
        self.process.wait(PATIENCE)
