#!/usr/bin/env python3
"""Kills a server at random moments while clients publish, edit and break glass, and looks at what is left.

After every restart: the database opens and is whole; every audit log verifies with `fohc audit verify` against its
checkpoint; versions are 1, 2, 3 ... without a gap, each with its record and its certificate or incident; nothing that
was acknowledged is gone; and no request with an idempotency key was done twice.

usage: Server/Tests/crash.py [kills] [seed]        FOHC=path/of/fohc FOHC_SERVER=path/of/fohc-server
"""

import http.client
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import uuid

FOHC = os.environ.get("FOHC", ".build/debug/fohc")
os.environ.setdefault("FOHC_SERVER", "Server/.build/debug/fohc-server")
KILLS = int(sys.argv[1]) if len(sys.argv) > 1 else 100
SEED = int(sys.argv[2]) if len(sys.argv) > 2 else 1
AGENTS = 3
CLIENTS = 6


class Server:
    def __init__(self, folder):
        self.folder = folder
        self.process = None
        self.environment = {}

    def start(self):
        environment = os.path.join(self.folder, "environment")
        if os.path.exists(environment):
            os.remove(environment)
        self.process = subprocess.Popen(
            [FOHC, "serve", "--dev", "--folder", self.folder, "--port", "0", "--print-env"],
            stdout=subprocess.PIPE, text=True)
        lines = [self.process.stdout.readline() for _ in range(3)]
        if not all(line.startswith("export ") for line in lines):
            raise SystemExit(f"the server did not start: {lines}")
        self.environment = dict(line[len("export "):].strip().split("=", 1) for line in lines)
        self.port = int(self.environment["FOH_API_URL"].rsplit(":", 1)[1])

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()

    def request(self, method, path, body=None, key=None):
        """Status and JSON; raises OSError or HTTPException where no whole answer came."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            headers = {
                "Authorization": "Bearer " + self.environment["FOH_SERVICE_TOKEN"],
                "x-org-id": self.environment["FOH_ORG_ID"], "Content-Type": "application/json"}
            if key:
                headers["Idempotency-Key"] = key
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            content = answer.read()
            return answer.status, json.loads(content) if answer.getheader("Content-Type") == "application/json" else content
        finally:
            connection.close()


class Ledger:
    """What clients were told, and what they asked for."""

    def __init__(self):
        self.lock = threading.Lock()
        self.versions = {}  # agent -> {number: draft hash}
        self.greetings = {}  # agent -> last acknowledged edits, in order
        self.created = {}  # key -> agent id
        self.pending = []  # (key, name) of creations without an answer
        self.rules = []  # acknowledged guardrails: (agent, rule)
        self.counts = {}

    def count(self, what):
        with self.lock:
            self.counts[what] = self.counts.get(what, 0) + 1


def client(server, ledger, agents, stop, seed):
    rng = random.Random(seed)
    while not stop.is_set():
        agent = rng.choice(agents)
        path = f"/v1/console/agents/{agent}"
        kind = rng.choice(["edit", "publish", "publish", "publish", "publish", "certify", "glass", "create", "rule"])
        try:
            if kind == "edit":
                text = f"Hello {uuid.UUID(int=rng.getrandbits(128))}"
                status, _ = server.request("PATCH", path + "/draft", {"greeting": text})
            elif kind == "certify":
                status, _ = server.request("POST", path + "/sim-certify", {"mode": "quick"})
            elif kind == "publish":
                server.request("PATCH", path + "/draft", {"greeting": f"Hello {rng.getrandbits(64)}"})
                server.request("POST", path + "/sim-certify", {"mode": "quick"})
                status, answer = server.request("POST", path + "/publish", {})
                if status == 409 and answer["reason_code"] == "incident_open":
                    cover(server, agent, f"What now, {rng.getrandbits(64)}?")
                    status, answer = server.request("POST", path + "/publish", {})
            elif kind == "glass":
                status, answer = server.request("POST", path + "/publish", {"break_glass": {
                    "reason": "the phones are down", "incident_id": f"INC-{rng.getrandbits(64)}"}})
            elif kind == "rule":
                name = f"rule-{rng.getrandbits(64)}"
                status, answer = server.request("POST", path + "/guardrails", {"name": name})
                if status == 200:
                    with ledger.lock:
                        ledger.rules.append((agent, name))
            else:
                key, name = str(uuid.UUID(int=rng.getrandbits(128))), f"made-{rng.getrandbits(64)}"
                with ledger.lock:
                    ledger.pending.append((key, name))
                status, answer = server.request("POST", "/v1/console/agents", {"name": name}, key)
                if status == 200:
                    with ledger.lock:
                        ledger.pending.remove((key, name))
                        ledger.created[key] = (name, answer["agent"]["id"])
            if kind in ("publish", "glass") and status == 200:
                with ledger.lock:
                    ledger.versions.setdefault(agent, {})[answer["version"]] = answer["draft_hash"]
            ledger.count(f"{kind} {status}")
            if status >= 500:
                raise SystemExit(f"{kind}: {status} {answer}")
        except (OSError, http.client.HTTPException, ValueError):
            ledger.count("no answer")
            time.sleep(0.005)


def cover(server, agent, goal):
    """Covers what is open, by a scenario that is changed and passes, so that ordinary releases go on."""
    path = f"/v1/console/agents/{agent}"
    _, listed = server.request("GET", f"/v1/console/incidents?state=open&agentId={agent}&limit=200")
    _, draft = server.request("GET", path + "/draft")
    scenarios = draft.get("evaluation_scenarios")
    if not scenarios:
        return
    scenarios[0]["user_goal"] = goal
    server.request("PATCH", path + "/draft", {"evaluation_scenarios": scenarios})
    server.request("POST", path + "/sim-certify", {"mode": "quick"})
    for incident in listed["incidents"]:
        server.request("PATCH", "/v1/console/incidents/" + incident["id"],
                       {"state": "covered", "regression_case_ref": scenarios[0]["id"]})


def verified_records(server, path, folder):
    """The records of an audit log, which has to be whole."""
    status, log = server.request("GET", path + "/audit/log")
    assert status == 200, log
    file = os.path.join(folder, "log.jsonl")
    with open(file, "wb") as out:
        out.write(log)
    if log:
        verified = subprocess.run([FOHC, "audit", "verify", file], capture_output=True, text=True)
        assert verified.returncode == 0, verified.stdout + verified.stderr
    return [json.loads(line) for line in log.splitlines()]


def check(server, ledger, agents, folder):
    """Raises AssertionError with what does not hold."""
    database = sqlite3.connect(f"file:{folder}/registry.sqlite?mode=ro", uri=True)
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    database.close()
    organisation = "/v1/console/org/" + server.environment["FOH_ORG_ID"]
    recorded = [(r["details"]["agent_id"], r["details"]["rule_id"])
                for r in verified_records(server, organisation, folder) if r["action"] == "guardrail"]
    assert len(recorded) == len(set(recorded)), "a change is on record twice"
    assert not set(ledger.rules) - set(recorded), "a guardrail was acknowledged and is not on record"
    kept = []
    for agent in agents:
        _, listed = server.request("GET", f"/v1/console/agents/{agent}/guardrails")
        kept += [(agent, rule["rule_id"]) for rule in listed["guardrails"]]
    assert set(kept) == set(recorded), "a guardrail without its record, or a record without its guardrail"
    for agent in agents:
        path = f"/v1/console/agents/{agent}"
        records = verified_records(server, path, folder)
        released = [r for r in records if r["action"] in ("release", "override")]
        _, listed = server.request("GET", path + "/versions")
        versions = sorted(listed["versions"], key=lambda v: v["version"])
        assert [v["version"] for v in versions] == list(range(1, len(versions) + 1)), versions
        assert [r["details"]["version"] for r in released] == [v["version"] for v in versions]
        certificates = {r["details"]["certificate_id"] for r in records if r["action"] == "certificate"}
        _, incidents = server.request("GET", f"/v1/console/incidents?agentId={agent}&limit=200")
        known = {i["incident_id"] for i in incidents["incidents"]}
        for version in versions:
            if version["outcome"] == "passed":
                assert version["certificate_id"] in certificates, version
            elif len(known) < 200:
                assert version["incident_id"] in known, version
        assert sum(v["active"] for v in versions) == (1 if versions else 0)
        for number, draft in ledger.versions.get(agent, {}).items():
            assert number <= len(versions), f"version {number} of {agent} was acknowledged and is gone"
            assert versions[number - 1]["draft_hash"] == draft, number
    # What was asked for with a key is there once, whether or not an answer came; asked again, it is not made again.
    for key, name in list(ledger.pending):
        status, answer = server.request("POST", "/v1/console/agents", {"name": name}, key)
        assert status == 200, answer
        ledger.created[key] = (name, answer["agent"]["id"])
        ledger.pending.remove((key, name))
    _, listed = server.request("GET", "/v1/console/agents")
    names = [a["name"] for a in listed["agents"] if a["name"].startswith("made-")]
    assert len(names) == len(set(names)), "a request was done twice"
    ids = {a["id"] for a in listed["agents"]}
    for name, identifier in ledger.created.values():
        assert identifier in ids, f"{name} was acknowledged and is gone"


def main():
    print(f"seed {SEED}, {KILLS} kills, {CLIENTS} clients, {AGENTS} agents")
    rng = random.Random(SEED)
    folder = tempfile.mkdtemp()
    server, ledger = Server(os.path.join(folder, "dev")), Ledger()
    try:
        server.start()
        agents = [server.request("POST", "/v1/console/agents", {"name": f"agent {n}"})[1]["agent"]["id"]
                  for n in range(AGENTS)]
        for kill in range(KILLS):
            stop = threading.Event()
            threads = [threading.Thread(target=client, args=(server, ledger, agents, stop, rng.getrandbits(64)))
                       for _ in range(CLIENTS)]
            for thread in threads:
                thread.start()
            time.sleep(rng.uniform(0.05, 0.6))
            server.kill()
            stop.set()
            for thread in threads:
                thread.join()
            server.start()
            if kill % 10 == 9 or kill == KILLS - 1:
                check(server, ledger, agents, os.path.join(folder, "dev"))
                print(f"{kill + 1} kills: all there; {sum(map(len, ledger.versions.values()))} versions acknowledged")
        server.process.terminate()
        assert server.process.wait(30) == 0, "the server did not end well when it was told to"
        print("answers:", ", ".join(f"{what}: {n}" for what, n in sorted(ledger.counts.items())))
    finally:
        if server.process.poll() is None:
            server.kill()
        shutil.rmtree(folder)


main()
