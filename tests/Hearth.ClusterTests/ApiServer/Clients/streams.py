"""What the Python client does with a pod that runs: commands, terminals, logs, ports."""
import json
import sys

from kubernetes import client, config, watch
from kubernetes.stream import portforward, stream

config.load_kube_config()
core = client.CoreV1Api()
NS = sys.argv[1]


def say(step, value):
    print(f"{step}: {json.dumps(value)}", flush=True)


def run(*command, **options):
    running = stream(core.connect_get_namespaced_pod_exec, "p", NS, command=list(command), stdout=True, stderr=True, _preload_content=False, **options)
    return running


def ended(running):
    running.run_forever(timeout=120)
    return [running.read_stdout(), running.read_stderr(), running.returncode]


say("exec", ended(run("sh", "-c", "echo out; echo err >&2; exit 7")))
typing = run("head", "-n", "1", stdin=True)
typing.write_stdin("piped\n")
say("input", ended(typing)[0])
say("terminal", ended(run("sh", "-c", "test -t 0 && test -t 1 && echo terminal", stdin=True, tty=True))[0])
say("log", core.read_namespaced_pod_log("p", NS))
say("tail", core.read_namespaced_pod_log("p", NS, tail_lines=1))
say("followed", list(watch.Watch().stream(core.read_namespaced_pod_log, "talker", NS, follow=True)))
forward = portforward(core.connect_get_namespaced_pod_portforward, "p", NS, ports="8080")
web = forward.socket(8080)
web.sendall(b"GET /page HTTP/1.0\r\n\r\n")
said = b""
while part := web.recv(4096):
    said += part
say("forwarded", said.decode().split("\r\n\r\n")[1])
closed = portforward(core.connect_get_namespaced_pod_portforward, "p", NS, ports="9").socket(9)
say("nobody listens", closed.recv(4096).decode())
