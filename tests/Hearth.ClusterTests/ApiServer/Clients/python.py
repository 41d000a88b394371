"""What a program of the Python client sees: each line says a step and what the server's answers became in the client's own types."""
import json
import logging
import os
import re
import sys
import tempfile
import threading
import time

from kubernetes import client, config, dynamic, utils, watch
from kubernetes.client.rest import ApiException
from kubernetes.dynamic import exceptions as dynamic_exceptions
from kubernetes.leaderelection import electionconfig, leaderelection
from kubernetes.leaderelection.resourcelock.configmaplock import ConfigMapLock
from kubernetes.stream import stream

logging.disable(logging.CRITICAL)
config.load_kube_config()
NS = "python"
PATIENCE = 120


def say(step, value):
    """One line: JSON with sorted keys, so that equal values are equal lines."""
    print(f"{step}: {json.dumps(client.ApiClient().sanitize_for_serialization(value), sort_keys=True)}", flush=True)


def refusal(error):
    try:
        body = json.loads(error.body)
    except (TypeError, ValueError):
        return [error.status, error.reason, str(error.body)]
    details = body.get("details") or {}
    causes = sorted(json.dumps(cause, sort_keys=True) for cause in details.get("causes", []))
    message = body.get("message") or ""
    # Real servers list the mistakes of custom resources in the order of a hash map; the causes say the same.
    message = message.split(" is invalid: [")[0] if len(causes) > 1 else message
    return [error.status, error.reason, body.get("reason"), message, {**details, "causes": causes}]


def attempt(step, call, *arguments, show=lambda answer: answer, **named):
    try:
        answer = call(*arguments, **named)
    except ApiException as error:
        say(step, refusal(error))
    except ValueError as error:
        say(step, ["ValueError", str(error)])
    else:
        say(step, show(answer))


def until(call):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            if answer := call():
                return answer
        except ApiException as error:
            if error.status != 404:
                raise
        time.sleep(0.05)
    raise TimeoutError(call)


def data(map):
    return map.data


def names(list):
    return [item.metadata.name for item in list.items]


core, apps, batch, custom = client.CoreV1Api(), client.AppsV1Api(), client.BatchV1Api(), client.CustomObjectsApi()


def config_map(name, content=None, **meta):
    return client.V1ConfigMap(metadata=client.V1ObjectMeta(name=name, **meta), data=content or {"a": "1"})


def pod(name, **spec):
    container = client.V1Container(name="c", image="nginx:1", ports=[client.V1ContainerPort(container_port=80)])
    return client.V1Pod(metadata=client.V1ObjectMeta(name=name, labels={"app": name}), spec=client.V1PodSpec(containers=[container], **spec))


def namespace():
    attempt("namespace", core.create_namespace, client.V1Namespace(metadata=client.V1ObjectMeta(name=NS)), show=lambda made: made.status.phase)
    attempt("namespace again", core.create_namespace, client.V1Namespace(metadata=client.V1ObjectMeta(name=NS)))
    until(lambda: core.read_namespaced_service_account("default", NS))
    until(lambda: core.read_namespaced_config_map("kube-root-ca.crt", NS))


def writes():
    made = core.create_namespaced_config_map(NS, config_map("one", labels={"k": "v"}))
    attempt("create again", core.create_namespaced_config_map, NS, config_map("one"))
    attempt("bad name", core.create_namespaced_config_map, NS, config_map("Bad_Name"))
    attempt("wrong namespace", core.create_namespaced_config_map, NS, config_map("x", namespace="other"))
    attempt("dry run", core.create_namespaced_config_map, NS, config_map("dry"), dry_run="All", show=data)
    attempt("dry run left nothing", core.read_namespaced_config_map, "dry", NS)
    made.data["b"] = "2"
    attempt("replace", core.replace_namespaced_config_map, "one", NS, made, show=data)
    attempt("replace stale", core.replace_namespaced_config_map, "one", NS, made)
    attempt("replace missing", core.replace_namespaced_config_map, "none", NS, config_map("none"))
    attempt("patch", core.patch_namespaced_config_map, "one", NS, {"data": {"a": None, "c": "3"}}, show=data)
    attempt("patch by JSON patch", core.patch_namespaced_config_map, "one", NS, [{"op": "add", "path": "/data/d", "value": "4"}], show=data)
    attempt("patch by a test that fails", core.patch_namespaced_config_map, "one", NS, [{"op": "test", "path": "/data/d", "value": "5"}])
    attempt("patch of a missing path", core.patch_namespaced_config_map, "one", NS, [{"op": "remove", "path": "/data/none"}])
    attempt("patch with a wrong type", core.patch_namespaced_config_map, "one", NS, {"data": {"a": {"b": 1}}})
    attempt("patch missing", core.patch_namespaced_config_map, "none", NS, {"data": {"a": "1"}})
    attempt("owners", lambda: sorted((entry.manager, entry.operation) for entry in core.read_namespaced_config_map("one", NS).metadata.managed_fields))
    attempt("secret", core.create_namespaced_secret, NS, client.V1Secret(metadata=client.V1ObjectMeta(name="s"), string_data={"p": "hidden"}), show=lambda secret: [secret.type, secret.data])
    attempt("secret of a wrong type", core.create_namespaced_secret, NS, client.V1Secret(metadata=client.V1ObjectMeta(name="t"), type="kubernetes.io/tls", string_data={"p": "x"}))
    attempt("immutable", core.create_namespaced_config_map, NS, client.V1ConfigMap(metadata=client.V1ObjectMeta(name="fixed"), data={"a": "1"}, immutable=True), show=data)
    attempt("immutable stays", core.patch_namespaced_config_map, "fixed", NS, {"data": {"a": "2"}})
    attempt("delete with a wrong uid", core.delete_namespaced_config_map, "fixed", NS, body=client.V1DeleteOptions(preconditions=client.V1Preconditions(uid="other")))
    attempt("delete", core.delete_namespaced_config_map, "fixed", NS, show=lambda status: [status.status, status.details.name, status.details.kind])
    attempt("delete again", core.delete_namespaced_config_map, "fixed", NS)


def pods():
    attempt("pod", core.create_namespaced_pod, NS, pod("p"), show=lambda made: made.spec.to_dict() | {"volumes": None, "containers": None})
    attempt("pod's container", lambda: core.read_namespaced_pod("p", NS).spec.containers[0].to_dict() | {"volume_mounts": None})
    attempt("invalid pod", core.create_namespaced_pod, NS, pod("p2", restart_policy="Sometimes", node_selector={"-": "x"}))
    bad = pod("p3")
    bad.spec.containers[0].resources = client.V1ResourceRequirements(requests={"cpu": "2"}, limits={"cpu": "1"})
    bad.spec.containers.append(bad.spec.containers[0])
    attempt("more mistakes", core.create_namespaced_pod, NS, bad)
    bad.spec.containers[0].resources = client.V1ResourceRequirements(requests={"cpu": "lots"})
    attempt("bad quantity", core.create_namespaced_pod, NS, bad)
    attempt("immutable spec", core.patch_namespaced_pod, "p", NS, {"spec": {"restartPolicy": "Never"}})
    attempt("strategic merge", core.patch_namespaced_pod, "p", NS, {"spec": {"containers": [{"name": "c", "image": "nginx:2"}]}}, show=lambda changed: [container.image for container in changed.spec.containers])
    attempt("status", core.patch_namespaced_pod_status, "p", NS, {"status": {"phase": "Running", "conditions": [{"type": "Ready", "status": "True"}]}}, show=lambda changed: [changed.status.phase, [c.type for c in changed.status.conditions]])
    attempt("log of no node", core.read_namespaced_pod_log, "p", NS)
    attempt("log of no container", core.read_namespaced_pod_log, "p", NS, container="none")
    attempt("log of no pod", core.read_namespaced_pod_log, "none", NS)
    attempt("exec on no node", stream, core.connect_get_namespaced_pod_exec, "p", NS, command=["true"], stdout=True, stderr=True)
    attempt("exec in no pod", stream, core.connect_get_namespaced_pod_exec, "none", NS, command=["true"], stdout=True, stderr=True)
    binding = client.V1Binding(metadata=client.V1ObjectMeta(name="p"), target=client.V1ObjectReference(kind="Node", name="somewhere"))
    attempt("binding", core.create_namespaced_pod_binding, "p", NS, binding, _preload_content=False, show=lambda answer: [answer.status, json.loads(answer.data)["status"]])
    attempt("binding again", core.create_namespaced_pod_binding, "p", NS, binding, _preload_content=False)
    attempt("eviction", core.create_namespaced_pod_eviction, "p", NS, client.V1Eviction(metadata=client.V1ObjectMeta(name="p")), _preload_content=False, show=lambda answer: [answer.status, json.loads(answer.data)["status"]])
    attempt("delete at once", core.delete_namespaced_pod, "p", NS, grace_period_seconds=0, show=lambda gone: gone.metadata.name)


def lists():
    for index in range(7):
        core.create_namespaced_config_map(NS, config_map(f"m{index}", labels={"even": str(index % 2 == 0).lower()}))
    page = core.list_namespaced_config_map(NS, limit=3, label_selector="even")
    say("page", [names(page), page.metadata.remaining_item_count])
    page = core.list_namespaced_config_map(NS, limit=3, label_selector="even", _continue=page.metadata._continue)
    say("next page", [names(page), page.metadata.remaining_item_count])
    page = core.list_namespaced_config_map(NS, limit=3, label_selector="even", _continue=page.metadata._continue)
    say("last page", [names(page), page.metadata._continue, page.metadata.remaining_item_count])
    attempt("labels", core.list_namespaced_config_map, NS, label_selector="even in (true),even!=false", show=names)
    attempt("bad labels", core.list_namespaced_config_map, NS, label_selector="even in true")
    attempt("fields", core.list_namespaced_config_map, NS, field_selector="metadata.name=m3", show=names)
    attempt("fields of pods", core.list_pod_for_all_namespaces, field_selector=f"metadata.namespace={NS},spec.nodeName=none", show=names)
    attempt("bad field", core.list_namespaced_config_map, NS, field_selector="data.a=1")
    attempt("bad continue", core.list_namespaced_config_map, NS, limit=1, _continue="nonsense")
    attempt("version match without version", core.list_namespaced_config_map, NS, resource_version_match="Exact")
    attempt("not older than", core.list_namespaced_config_map, NS, resource_version="0", resource_version_match="NotOlderThan", label_selector="even=false", show=names)
    attempt("delete of a collection", core.delete_collection_namespaced_config_map, NS, label_selector="even=true", show=lambda answer: answer.status)
    attempt("what is left", core.list_namespaced_config_map, NS, label_selector="even", show=names)


def watches():
    start = core.list_namespaced_config_map(NS).metadata.resource_version
    core.create_namespaced_config_map(NS, config_map("seen", labels={"seen": "yes"}))
    core.patch_namespaced_config_map("seen", NS, {"data": {"a": "2"}})
    core.patch_namespaced_config_map("seen", NS, {"metadata": {"labels": {"seen": "no"}}})
    core.patch_namespaced_config_map("seen", NS, {"metadata": {"labels": {"seen": "yes"}}})
    core.delete_namespaced_config_map("seen", NS)
    for step, selector in (("watch", {"field_selector": "metadata.name=seen"}), ("watch of a label", {"label_selector": "seen=yes"})):
        watcher, seen = watch.Watch(), []
        for event in watcher.stream(core.list_namespaced_config_map, NS, resource_version=start, timeout_seconds=60, **selector):
            seen.append([event["type"], event["object"].data["a"], event["object"].metadata.labels])
            if event["type"] == "DELETED" and len(seen) > 3:
                watcher.stop()
        say(step, seen)
    attempt("a watch ends in time", lambda: [event["type"] for event in watch.Watch().stream(core.list_namespaced_config_map, NS, timeout_seconds=1, field_selector="metadata.name=none")])
    attempt("a watch with a bad version", lambda: list(watch.Watch().stream(core.list_namespaced_config_map, NS, resource_version="x", timeout_seconds=1)))
    watcher, first = watch.Watch(), []
    for event in watcher.stream(core.list_namespaced_config_map, NS, timeout_seconds=60, label_selector="even"):
        first.append(event["object"].metadata.name)
        if len(first) == 3:
            watcher.stop()
    say("first events are what is there", sorted(first))


def workloads():
    labels = {"app": "web"}
    template = client.V1PodTemplateSpec(metadata=client.V1ObjectMeta(labels=labels), spec=pod("x").spec)
    deployment = client.V1Deployment(metadata=client.V1ObjectMeta(name="web"), spec=client.V1DeploymentSpec(replicas=2, selector=client.V1LabelSelector(match_labels=labels), template=template))
    attempt("deployment", apps.create_namespaced_deployment, NS, deployment, show=lambda made: made.spec.strategy)
    seen = until(lambda: (now := apps.read_namespaced_deployment("web", NS)).status.replicas == 2 and now)
    say("deployment's status", [seen.status.observed_generation, seen.status.replicas, seen.status.updated_replicas, [c.reason for c in seen.status.conditions if c.type == "Available"]])
    attempt("scale", apps.read_namespaced_deployment_scale, "web", NS, show=lambda scale: [scale.spec, scale.status])
    attempt("scale to 3", apps.patch_namespaced_deployment_scale, "web", NS, {"spec": {"replicas": 3}}, show=lambda scale: scale.spec.replicas)
    attempt("scale below nothing", apps.patch_namespaced_deployment_scale, "web", NS, {"spec": {"replicas": -1}})
    attempt("pods", lambda: until(lambda: len(core.list_namespaced_pod(NS, label_selector="app=web").items) == 3))
    attempt("another selector", apps.patch_namespaced_deployment, "web", NS, {"spec": {"selector": {"matchLabels": {"app": "other"}}}})
    attempt("delete in the foreground", apps.delete_namespaced_deployment, "web", NS, propagation_policy="Foreground", show=lambda _: "deleted")
    attempt("all is gone", lambda: until(lambda: not apps.list_namespaced_replica_set(NS).items and not apps.list_namespaced_deployment(NS).items))
    job = client.V1Job(metadata=client.V1ObjectMeta(generate_name="job-"), spec=client.V1JobSpec(template=template))
    job.metadata.name = "always"
    attempt("job that restarts always", batch.create_namespaced_job, NS, job)
    job.metadata.name = None
    template.spec.restart_policy = "Never"
    made = batch.create_namespaced_job(NS, job)
    say("job", [made.spec.backoff_limit, made.spec.completions, sorted(key for key in made.spec.selector.match_labels)])
    attempt("job deleted, its pods are not", batch.delete_namespaced_job, made.metadata.name, NS, propagation_policy="Orphan", show=lambda _: "deleted")
    service = client.V1Service(metadata=client.V1ObjectMeta(name="svc"), spec=client.V1ServiceSpec(selector=labels, ports=[client.V1ServicePort(port=80)]))
    attempt("service", core.create_namespaced_service, NS, service, show=lambda made: made.spec.to_dict() | {"cluster_ip": None, "cluster_i_ps": None})


def every_kind():
    """The generated types check what comes: a required field that a server leaves out is a ValueError."""
    for api in (core, apps, batch, client.AutoscalingV1Api(), client.CertificatesV1Api(), client.CoordinationV1Api(), client.DiscoveryV1Api(), client.EventsV1Api(), client.NetworkingV1Api(),
                client.NodeV1Api(), client.PolicyV1Api(), client.RbacAuthorizationV1Api(), client.SchedulingV1Api(), client.StorageV1Api(), client.AdmissionregistrationV1Api(), client.ApiextensionsV1Api()):
        for method in sorted(name for name in dir(api) if re.fullmatch("list_[a-z_]+(?<!_with_http_info)", name) and "namespaced" not in name):
            attempt(method, getattr(api, method), show=lambda answer: [answer.kind, answer.api_version, bool(answer.metadata.resource_version)])
        attempt(f"{type(api).__name__}: resources", api.get_api_resources, show=lambda answer: [(r.name, r.kind, r.namespaced, r.verbs, r.short_names, r.categories) for r in answer.resources])
    attempt("versions", client.CoreApi().get_api_versions, show=lambda answer: answer.versions)
    attempt("groups", client.ApisApi().get_api_versions, show=lambda answer: [(g.name, g.preferred_version.version, [v.version for v in g.versions]) for g in answer.groups if not g.name.endswith(".dev")])
    attempt("version", client.VersionApi().get_code, show=lambda answer: [answer.major, answer.minor, answer.git_version])


def reviews():
    attributes = client.V1ResourceAttributes(namespace=NS, verb="get", resource="pods")
    access = client.AuthorizationV1Api()
    attempt("may I", access.create_self_subject_access_review, client.V1SelfSubjectAccessReview(spec=client.V1SelfSubjectAccessReviewSpec(resource_attributes=attributes)), show=lambda answer: answer.status)
    attempt("may they", access.create_subject_access_review, client.V1SubjectAccessReview(spec=client.V1SubjectAccessReviewSpec(resource_attributes=attributes, user="nobody")), show=lambda answer: answer.status)
    attempt("a review without a subject", access.create_subject_access_review, client.V1SubjectAccessReview(spec=client.V1SubjectAccessReviewSpec(resource_attributes=attributes)))
    rbac = client.RbacAuthorizationV1Api()
    rbac.create_namespaced_role(NS, client.V1Role(metadata=client.V1ObjectMeta(name="reader"), rules=[client.V1PolicyRule(api_groups=[""], resources=["configmaps"], verbs=["get", "list"])]))
    rbac.create_namespaced_role_binding(NS, {"metadata": {"name": "reader"}, "subjects": [{"kind": "ServiceAccount", "name": "default"}], "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "reader"}})
    request = client.AuthenticationV1TokenRequest(spec=client.V1TokenRequestSpec(audiences=["https://kubernetes.default.svc.cluster.local"], expiration_seconds=3600))
    attempt("token", core.create_namespaced_service_account_token, "default", NS, request, show=lambda answer: [answer.spec.expiration_seconds, answer.spec.audiences])
    token = core.create_namespaced_service_account_token("default", NS, {"spec": {"expirationSeconds": 600}}, _preload_content=False)
    token = json.loads(token.data)["status"]["token"]
    settings = client.Configuration.get_default_copy()
    settings.api_key, settings.api_key_prefix, settings.cert_file, settings.key_file = {"authorization": token}, {"authorization": "Bearer"}, None, None
    theirs = client.CoreV1Api(client.ApiClient(settings))
    until(lambda: theirs.list_namespaced_config_map(NS) if allowed(theirs) else None)
    attempt("an account reads", theirs.list_namespaced_config_map, NS, show=lambda answer: len(answer.items) > 0)
    attempt("an account writes", theirs.create_namespaced_config_map, NS, config_map("no"))
    attempt("an account reads elsewhere", theirs.list_namespaced_config_map, "default")
    attempt("an account lists all", theirs.list_pod_for_all_namespaces)
    settings.api_key = {"authorization": "nonsense"}
    attempt("no account", client.CoreV1Api(client.ApiClient(settings)).list_namespace)


def allowed(theirs):
    try:
        return theirs.list_namespaced_config_map(NS)
    except ApiException as error:
        if error.status != 403:
            raise


def definition(plural, kind, **schema):
    return {
        "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": f"{plural}.python.dev"},
        "spec": {
            "group": "python.dev", "scope": "Namespaced", "names": {"plural": plural, "singular": kind.lower(), "kind": kind, "shortNames": [plural[:2]], "categories": ["toys"]},
            "versions": [{
                "name": "v1", "served": True, "storage": True, "subresources": {"status": {}, "scale": {"specReplicasPath": ".spec.replicas", "statusReplicasPath": ".status.replicas"}},
                "schema": {"openAPIV3Schema": {"type": "object", "properties": {
                    "spec": {"type": "object", "required": ["size"], "properties": {"size": {"type": "integer", "minimum": 1}, "color": {"type": "string", "default": "red"}, "replicas": {"type": "integer"}}},
                    "status": {"type": "object", "properties": {"replicas": {"type": "integer"}, "phase": {"type": "string"}}}}}}}]}}


def toys():
    extensions = client.ApiextensionsV1Api()
    attempt("definition", extensions.create_custom_resource_definition, definition("toys", "Toy"), show=lambda made: made.spec.names)
    until(lambda: {c.type: c.status for c in extensions.read_custom_resource_definition("toys.python.dev").status.conditions or []}.get("Established") == "True")
    at = ("python.dev", "v1", NS, "toys")
    until(lambda: "items" in custom.list_namespaced_custom_object(*at))
    toy = {"apiVersion": "python.dev/v1", "kind": "Toy", "metadata": {"name": "ball"}, "spec": {"size": 3, "unknown": 1}}
    attempt("toy", custom.create_namespaced_custom_object, *at, toy, show=lambda made: made["spec"])
    attempt("invalid toy", custom.create_namespaced_custom_object, *at, toy | {"metadata": {"name": "b"}, "spec": {"size": 0, "color": 4}})
    attempt("toy without a size", custom.create_namespaced_custom_object, *at, toy | {"metadata": {"name": "b"}, "spec": {}})
    attempt("patch a toy", custom.patch_namespaced_custom_object, *at, "ball", {"spec": {"size": 5}}, show=lambda made: made["spec"])
    attempt("status of a toy", custom.patch_namespaced_custom_object_status, *at, "ball", {"status": {"phase": "Flat", "replicas": 1}}, show=lambda made: made["status"])
    attempt("scale of a toy without replicas", custom.get_namespaced_custom_object_scale, *at, "ball", show=lambda scale: [scale["spec"], scale["status"]])
    attempt("scale a toy", custom.patch_namespaced_custom_object_scale, *at, "ball", {"spec": {"replicas": 4}}, show=lambda scale: scale["spec"])
    attempt("another toy", custom.get_namespaced_custom_object, *at, "none")
    attempt("another kind", custom.list_namespaced_custom_object, "python.dev", "v1", NS, "games")
    attempt("another version", custom.list_namespaced_custom_object, "python.dev", "v2", NS, "toys")
    attempt("all toys", custom.list_cluster_custom_object, "python.dev", "v1", "toys", show=lambda all: [item["metadata"]["name"] for item in all["items"]])
    attempt("delete a toy", custom.delete_namespaced_custom_object, *at, "ball", show=lambda status: status["status"])


def dynamics():
    folder = tempfile.mkdtemp()
    for again in ("", " from its cache"):
        api = dynamic.DynamicClient(client.ApiClient(), cache_file=os.path.join(folder, "discovery"))
        toys = api.resources.get(api_version="python.dev/v1", kind="Toy")
        say(f"discovered{again}", [toys.name, toys.namespaced, toys.short_names, toys.verbs, sorted(toys.subresources)])
    say("found by kind", sorted({(found.group_version, found.name) for found in api.resources.search(kind="Pod")}))
    say("found by short name", sorted({found.group_version for found in api.resources.search(short_names=["deploy"])}))
    say("found by category", sorted({found.kind for found in api.resources.search(categories=["all"]) if hasattr(found, "kind")}))
    say("its version", api.version["kubernetes"]["gitVersion"])
    for step, call in (("not found", lambda: toys.get(name="none", namespace=NS)), ("unprocessable", lambda: toys.create(body={"apiVersion": "python.dev/v1", "kind": "Toy", "metadata": {"name": "x"}, "spec": {"size": -1}}, namespace=NS)),
                       ("bad request", lambda: toys.create(body={"apiVersion": "python.dev/v1", "kind": "Joy", "metadata": {"name": "x"}, "spec": {"size": 1}}, namespace=NS))):
        try:
            call()
        except dynamic_exceptions.DynamicApiError as error:
            say(f"dynamic {step}", [type(error).__name__, error.status, json.loads(error.body)["message"]])
    body = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "applied", "namespace": NS}, "data": {"a": "1"}}
    maps = api.resources.get(api_version="v1", kind="ConfigMap")

    def apply(step, body, manager, **options):
        try:
            answer = maps.patch(body=json.dumps(body), content_type="application/apply-patch+yaml", field_manager=manager, **options)
            say(step, [answer.to_dict()["data"], [(entry.manager, entry.operation) for entry in answer.metadata.managedFields]])
        except dynamic_exceptions.DynamicApiError as error:
            say(step, refusal(error))

    def patch(step, content_type, body):
        try:
            say(step, maps.patch(body=body, name="applied", namespace=NS, content_type=content_type).to_dict()["data"])
        except dynamic_exceptions.DynamicApiError as error:
            say(step, refusal(error))

    apply("apply", body, "first", name="applied", namespace=NS)
    apply("apply by another", body | {"data": {"a": "2", "b": "2"}}, "second", name="applied", namespace=NS)
    apply("apply by force", body | {"data": {"a": "2", "b": "2"}}, "second", name="applied", namespace=NS, force_conflicts=True)
    patch("merge patch", "application/merge-patch+json", {"data": {"b": None}})
    patch("strategic merge patch", "application/strategic-merge-patch+json", {"data": {"c": "3"}})
    patch("JSON patch", "application/json-patch+json", [{"op": "replace", "path": "/data/c", "value": "4"}])
    patch("patch of no type", "application/json", {"data": {"c": "4"}})
    seen = []
    for event in maps.watch(namespace=NS, field_selector="metadata.name=applied", timeout=60):
        seen.append((event["type"], event["object"].data.c))
        if len(seen) == 1:
            maps.delete(name="applied", namespace=NS)
        elif event["type"] == "DELETED":
            break
    say("dynamic watch", seen)


def yaml_files():
    documents = """
apiVersion: v1
kind: Service
metadata: {name: from-file}
spec: {ports: [{port: 80}], selector: {a: b}}
---
apiVersion: v1
kind: List
items:
- {apiVersion: v1, kind: ConfigMap, metadata: {name: from-file}, data: {a: "1"}}
- {apiVersion: apps/v1, kind: Deployment, metadata: {name: from-file}, spec: {replicas: 0, selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: d}]}}}}
"""
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        file.write(documents)
        file.flush()
        for step in ("create from a file", "create from a file again"):
            try:
                made = utils.create_from_yaml(client.ApiClient(), file.name, namespace=NS)
                say(step, [[item.kind if not isinstance(item, list) else [i.kind for i in item]] for item in made])
            except utils.FailToCreateError as error:
                say(step, [refusal(one) for one in error.api_exceptions])


def elections():
    turns, gone = [], threading.Event()

    def led():
        turns.append("led")
        gone.set()

    election = leaderelection.LeaderElection(electionconfig.Config(ConfigMapLock("lock", NS, "me"), lease_duration=60, renew_deadline=40, retry_period=1, onstarted_leading=led, onstopped_leading=lambda: turns.append("lost")))
    threading.Thread(target=election.run, daemon=True).start()
    gone.wait(PATIENCE)
    record = json.loads(core.read_namespaced_config_map("lock", NS).metadata.annotations["control-plane.alpha.kubernetes.io/leader"])
    say("election", [turns, record["holderIdentity"], sorted(record)])


def end():
    attempt("delete the namespace", core.delete_namespace, NS, show=lambda status: status.status if isinstance(status.status, str) else "terminating")
    until(lambda: gone(NS))
    attempt("the namespace is gone", core.read_namespace, NS)


def gone(ns):
    try:
        core.read_namespace(ns)
    except ApiException as error:
        return error.status == 404


if __name__ == "__main__":
    for part in (namespace, writes, pods, lists, watches, workloads, reviews, toys, dynamics, yaml_files, elections, every_kind, end):
        part()
