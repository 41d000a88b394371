import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.ConfigMapLock;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** What a program of fabric8, the client that Spark uses, sees: each line says a step and what the server's answers became in the client's own types. */
public final class Fabric8 {
    private static final String NS = "java";
    private static final long PATIENCE = 120;
    private static final ObjectMapper JSON = new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);
    private static final KubernetesClient client = new KubernetesClientBuilder().build();

    public static void main(String[] arguments) throws Exception {
        namespaces();
        writes();
        patches();
        applies();
        lists();
        informers();
        watches();
        pods();
        workloads();
        toys();
        elections();
        reviews();
        discovery();
        System.exit(0);
    }

    private static void namespaces() throws Exception {
        attempt("namespace", () -> client.namespaces().resource(new NamespaceBuilder().withNewMetadata().withName(NS).endMetadata().build()).create().getStatus());
        attempt("namespace again", () -> client.namespaces().resource(new NamespaceBuilder().withNewMetadata().withName(NS).endMetadata().build()).create());
        client.serviceAccounts().inNamespace(NS).withName("default").waitUntilCondition(account -> account != null, PATIENCE, TimeUnit.SECONDS);
        client.configMaps().inNamespace(NS).withName("kube-root-ca.crt").waitUntilCondition(map -> map != null, PATIENCE, TimeUnit.SECONDS);
    }

    private static void writes() throws Exception {
        var maps = client.configMaps().inNamespace(NS);
        attempt("create", () -> maps.resource(map("one")).create().getData());
        attempt("create again", () -> maps.resource(map("one")).create());
        attempt("create or update", () -> maps.resource(map("one", "b", "2")).createOr(existing -> existing.update()).getData());
        attempt("create or replace", () -> maps.resource(map("two")).createOrReplace().getData());
        attempt("bad name", () -> maps.resource(map("Bad_Name")).create());
        attempt("edit", () -> maps.withName("one").edit(map -> new ConfigMapBuilder(map).addToData("c", "3").removeFromData("b").build()).getData());
        attempt("edit of nothing", () -> maps.withName("none").edit(map -> map));
        var old = maps.withName("one").get();
        maps.withName("one").edit(map -> new ConfigMapBuilder(map).addToData("d", "4").build());
        attempt("update of an old version", () -> maps.resource(new ConfigMapBuilder(old).addToData("e", "5").build()).lockResourceVersion().update());
        attempt("update of any version", () -> maps.resource(new ConfigMapBuilder(old).addToData("e", "5").build()).update().getData());
        attempt("delete of an old version", () -> maps.resource(old).lockResourceVersion().delete());
        attempt("dry run", () -> maps.resource(map("dry")).dryRun().create().getData());
        attempt("nothing of a dry run", () -> maps.withName("dry").get());
        attempt("required", () -> maps.withName("dry").require());
        attempt("strict", () -> client.resource("{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"metadata\": {\"name\": \"strict\", \"namespace\": \"java\"}, \"dada\": {}}").fieldValidation(io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation.STRICT).create());
        attempt("delete", () -> maps.withName("two").delete());
        attempt("delete again", () -> maps.withName("two").delete());
        attempt("delete in its time", () -> maps.withName("one").withTimeout(PATIENCE, TimeUnit.SECONDS).delete());
        attempt("service", () -> client.services().inNamespace(NS).resource(service()).create().getSpec().getSessionAffinity());
        attempt("service replaced", () -> client.services().inNamespace(NS).resource(new ServiceBuilder(service()).editSpec().editFirstPort().withPort(81).endPort().endSpec().build()).createOrReplace().getSpec().getPorts());
        var documents = """
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: y1}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: y2}
            stringData: {a: b}
            """;
        attempt("a list of YAML", () -> client.load(new ByteArrayInputStream(documents.getBytes())).inNamespace(NS).create().stream().map(HasMetadata::getKind).toList());
        attempt("a list of resources deleted", () -> client.resourceList(new ConfigMapBuilder().withNewMetadata().withName("y1").endMetadata().build()).inNamespace(NS).delete());
    }

    private static void patches() throws Exception {
        var maps = client.configMaps().inNamespace(NS);
        maps.resource(map("p")).create();
        var one = maps.withName("p");
        attempt("merge patch", () -> one.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"data\": {\"a\": null, \"b\": \"2\"}}").getData());
        attempt("strategic merge patch", () -> one.patch(PatchContext.of(PatchType.STRATEGIC_MERGE), "{\"data\": {\"c\": \"3\"}}").getData());
        attempt("JSON patch", () -> one.patch(PatchContext.of(PatchType.JSON), "[{\"op\": \"remove\", \"path\": \"/data/c\"}]").getData());
        attempt("JSON patch of nothing", () -> one.patch(PatchContext.of(PatchType.JSON), "[{\"op\": \"remove\", \"path\": \"/data/none\"}]"));
        attempt("patch of what is none", () -> maps.withName("none").patch("{\"data\": {\"a\": \"1\"}}"));
        attempt("patch that breaks", () -> one.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"data\": {\"a/b\": \"1\"}}"));
        attempt("patch by an object", () -> one.patch(map("p", "z", "26")).getData());
        attempt("patch with finalizers", () -> one.edit(map -> new ConfigMapBuilder(map).editMetadata().addToFinalizers("java.dev/wait").endMetadata().build()).getMetadata().getFinalizers());
        attempt("deleted but held", () -> one.delete());
        attempt("still there", () -> one.get().getMetadata().getDeletionTimestamp() != null);
        attempt("no new finalizer", () -> one.edit(map -> new ConfigMapBuilder(map).editMetadata().addToFinalizers("java.dev/other").endMetadata().build()));
        attempt("let go", () -> one.edit(map -> new ConfigMapBuilder(map).editMetadata().withFinalizers().endMetadata().build()) != null);
        attempt("gone", () -> one.get());
    }

    private static void applies() throws Exception {
        var maps = client.configMaps().inNamespace(NS);
        attempt("apply", () -> maps.resource(map("applied")).fieldManager("first").serverSideApply().getData());
        attempt("apply by another", () -> maps.resource(map("applied", "a", "2")).fieldManager("second").serverSideApply());
        attempt("apply by force", () -> maps.resource(map("applied", "a", "2")).fieldManager("second").forceConflicts().serverSideApply().getMetadata().getManagedFields().stream().map(entry -> entry.getManager() + " " + entry.getOperation()).sorted().toList());
        attempt("apply of an owner", () -> maps.resource(new ConfigMapBuilder(map("owned")).editMetadata().addNewOwnerReference().withApiVersion("v1").withKind("ConfigMap").withName("applied").withUid("no-uid").endOwnerReference().endMetadata().build()).serverSideApply().getMetadata().getOwnerReferences().size());
        var pod = pod("applied");
        attempt("apply a pod", () -> client.pods().inNamespace(NS).resource(pod).serverSideApply().getSpec().getContainers().get(0).getImagePullPolicy());
        attempt("apply it changed", () -> client.pods().inNamespace(NS).resource(new PodBuilder(pod).editSpec().editFirstContainer().withImage("nginx:2").endContainer().endSpec().build()).serverSideApply().getSpec().getContainers().get(0).getImage());
        attempt("apply a change that is none", () -> client.pods().inNamespace(NS).resource(new PodBuilder(pod).editSpec().withRestartPolicy("Never").endSpec().build()).serverSideApply());
        client.pods().inNamespace(NS).withName("applied").withGracePeriod(0).delete();
    }

    private static void lists() throws Exception {
        for (var i = 0; i < 7; i++)
            client.configMaps().inNamespace(NS).resource(new ConfigMapBuilder(map("m" + i)).editMetadata().addToLabels("even", String.valueOf(i % 2 == 0)).addToLabels("list", "").endMetadata().build()).create();
        var maps = client.configMaps().inNamespace(NS).withLabel("list");
        var page = maps.list(new ListOptionsBuilder().withLimit(3L).build());
        say("page", List.of(names(page), page.getMetadata().getContinue() != null));
        var next = maps.list(new ListOptionsBuilder().withLimit(100L).withContinue(page.getMetadata().getContinue()).build());
        say("next page", names(next));
        attempt("bad continue", () -> maps.list(new ListOptionsBuilder().withLimit(3L).withContinue("nonsense").build()));
        attempt("labels", () -> names(client.configMaps().inNamespace(NS).withLabelIn("even", "true").withoutLabel("none").list()));
        attempt("labels not", () -> names(client.configMaps().inNamespace(NS).withLabelNotIn("even", "true").withLabel("list").list()));
        attempt("a field", () -> names(client.configMaps().inNamespace(NS).withField("metadata.name", "m3").list()));
        attempt("not a field", () -> names(client.configMaps().inNamespace(NS).withLabel("list").withoutField("metadata.name", "m3").list()));
        attempt("a bad field", () -> client.configMaps().inNamespace(NS).withField("data.a", "1").list());
        attempt("fields of pods", () -> names(client.pods().inNamespace(NS).withField("status.phase", "Running").list()));
        attempt("of any namespace", () -> names(client.configMaps().inAnyNamespace().withLabel("list").list()));
        attempt("deleted by label", () -> client.configMaps().inNamespace(NS).withLabel("list").delete().size());
        attempt("left", () -> names(client.configMaps().inNamespace(NS).withLabel("list").list()));
    }

    private static void informers() throws Exception {
        var seen = new CopyOnWriteArrayList<String>();
        var maps = client.configMaps().inNamespace(NS);
        maps.resource(watched("i0")).create();
        try (var informer = maps.withLabel("watched").withLimit(1L).withIndexers(Map.of("by-a", map -> List.of(map.getData().get("a")))).inform(new ResourceEventHandler<ConfigMap>() {
            @Override public void onAdd(ConfigMap map) { seen.add("add " + map.getMetadata().getName() + map.getData()); }
            @Override public void onUpdate(ConfigMap before, ConfigMap now) { if (!before.getMetadata().getResourceVersion().equals(now.getMetadata().getResourceVersion())) seen.add("update " + before.getData() + now.getData()); }
            @Override public void onDelete(ConfigMap map, boolean unknown) { seen.add("delete " + map.getMetadata().getName() + map.getData() + unknown); }
        })) {
            maps.resource(watched("i1")).create();
            until(() -> seen.contains("add i1{a=1}"));
            maps.withName("i1").edit(map -> new ConfigMapBuilder(map).addToData("a", "2").build());
            until(() -> seen.contains("update {a=1}{a=2}"));
            maps.withName("i1").edit(map -> new ConfigMapBuilder(map).addToData("a", "3").editMetadata().removeFromLabels("watched").endMetadata().build());
            until(() -> seen.size() > 3);
            maps.withName("i0").delete();
            until(() -> seen.size() > 4);
            maps.resource(watched("i2")).create();
            // It is in the index before it is told.
            until(() -> seen.contains("add i2{a=1}"));
            say("informed", seen);
            say("indexed", informer.getIndexer().byIndex("by-a", "1").stream().map(map -> map.getMetadata().getName()).toList());
            say("synced", List.of(informer.hasSynced(), informer.isWatching(), informer.lastSyncResourceVersion().matches("[0-9]+")));
        }
        var factory = client.informers();
        var pods = factory.sharedIndexInformerFor(Pod.class, 0);
        factory.startAllRegisteredInformers().get(PATIENCE, TimeUnit.SECONDS);
        say("a factory's informer", until(pods::hasSynced));
        factory.stopAllRegisteredInformers();
    }

    private static void watches() throws Exception {
        var seen = new CopyOnWriteArrayList<String>();
        var maps = client.configMaps().inNamespace(NS);
        var watcher = new Watcher<ConfigMap>() {
            @Override public void eventReceived(Action action, ConfigMap map) { seen.add(action + (action == Action.BOOKMARK ? "" : " " + map.getMetadata().getName() + map.getData())); }
            @Override public void onClose() { seen.add("closed"); }
            @Override public void onClose(WatcherException cause) { seen.add("closed by " + cause); }
        };
        try (var watch = maps.withName("w").watch(watcher)) {
            maps.resource(map("w")).create();
            maps.withName("w").edit(map -> new ConfigMapBuilder(map).addToData("b", "2").build());
            maps.withName("w").delete();
            until(() -> seen.stream().anyMatch(event -> event.startsWith("DELETED")));
        }
        until(() -> seen.contains("closed"));
        say("watched", seen);
        seen.clear();
        var old = maps.resource(map("w")).create().getMetadata().getResourceVersion();
        maps.withName("w").edit(map -> new ConfigMapBuilder(map).addToData("c", "3").build());
        // The connection ends each second: the client goes on where it was.
        try (var watch = maps.withField("metadata.name", "w").watch(new ListOptionsBuilder().withResourceVersion(old).withTimeoutSeconds(1L).withAllowWatchBookmarks(true).build(), watcher)) {
            until(() -> seen.contains("MODIFIED w{a=1, c=3}"));
            TimeUnit.MILLISECONDS.sleep(1500);
            maps.withName("w").delete();
            until(() -> seen.contains("DELETED w{a=1, c=3}"));
        }
        say("watched over several connections", seen.stream().filter(event -> event.matches("[AMD].*")).toList());
        attempt("a watch of nothing", () -> client.genericKubernetesResources("java.dev/v1", "Nothing").watch(new Watcher<GenericKubernetesResource>() {
            @Override public void eventReceived(Action action, GenericKubernetesResource one) { }
            @Override public void onClose(WatcherException cause) { }
        }));
        attempt("wait for what never comes", () -> maps.withName("never").waitUntilCondition(map -> map != null, 200, TimeUnit.MILLISECONDS));
        var later = CompletableFuture.runAsync(() -> maps.resource(map("later")).create());
        attempt("wait for what comes", () -> maps.withName("later").waitUntilCondition(map -> map != null && map.getData() != null, PATIENCE, TimeUnit.SECONDS).getData());
        later.get();
    }

    private static void pods() throws Exception {
        var pods = client.pods().inNamespace(NS);
        attempt("pod", () -> shown(pods.resource(pod("p")).create()));
        attempt("invalid pod", () -> pods.resource(new PodBuilder(pod("q")).editSpec().withRestartPolicy("Sometimes").addNewToleration().withOperator("Exists").withValue("x").endToleration().endSpec().build()).create());
        attempt("not ready", () -> pods.withName("p").isReady());
        var ready = CompletableFuture.supplyAsync(() -> pods.withName("p").waitUntilReady(PATIENCE, TimeUnit.SECONDS).getStatus().getPhase());
        pods.withName("p").editStatus(pod -> new PodBuilder(pod).editStatus().withPhase("Running").addNewCondition().withType("Ready").withStatus("True").endCondition().endStatus().build());
        attempt("ready", () -> ready.get());
        attempt("status patched", () -> pods.withName("p").subresource("status").patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\": {\"reason\": \"Because\"}}").getStatus().getReason());
        attempt("log on no node", () -> pods.withName("p").getLog());
        attempt("log of no container", () -> pods.withName("p").inContainer("none").getLog());
        attempt("log of no pod", () -> pods.withName("none").getLog());
        attempt("exec on no node", () -> { try (var exec = pods.withName("p").withReadyWaitTimeout(0).redirectingOutput().exec("true")) { return exec.exitCode().get(PATIENCE, TimeUnit.SECONDS); } });
        attempt("readiness gate", () -> pods.withName("p").patchReadinessGateStatus(Map.of("java.dev/open", true)).getStatus().getConditions().stream().map(one -> one.getType()).sorted().toList());
        attempt("ephemeral container", () -> pods.withName("p").ephemeralContainers().edit(pod -> new PodBuilder(pod).editSpec().addNewEphemeralContainer().withName("look").withImage("tools").endEphemeralContainer().endSpec().build()).getSpec().getEphemeralContainers().size());
        attempt("evicted", () -> pods.withName("p").evict());
        attempt("evicted again", () -> pods.withName("none").evict());
        attempt("gone", () -> pods.withName("p").waitUntilCondition(pod -> pod == null || pod.getMetadata().getDeletionTimestamp() != null, PATIENCE, TimeUnit.SECONDS) == null);
        pods.withName("p").withGracePeriod(0).delete();
    }

    private static void workloads() throws Exception {
        var deployments = client.apps().deployments().inNamespace(NS);
        attempt("deployment", () -> deployments.resource(deployment()).create().getSpec().getStrategy());
        attempt("its pods", () -> until(() -> client.pods().inNamespace(NS).withLabel("app", "web").list().getItems().size() == 2));
        attempt("scaled", () -> despiteConflicts(() -> deployments.withName("web").scale(3).getSpec().getReplicas()));
        attempt("scale", () -> deployments.withName("web").scale().getSpec());
        attempt("new image", () -> despiteConflicts(() -> deployments.withName("web").rolling().updateImage(Map.of("c", "nginx:2")).getSpec().getTemplate().getSpec().getContainers().get(0).getImage()));
        attempt("restart", () -> despiteConflicts(() -> deployments.withName("web").rolling().restart().getSpec().getTemplate().getMetadata().getAnnotations().keySet()));
        attempt("pause", () -> despiteConflicts(() -> deployments.withName("web").rolling().pause().getSpec().getPaused()));
        attempt("pause again", () -> despiteConflicts(() -> deployments.withName("web").rolling().pause().getSpec().getPaused()));
        attempt("resume", () -> despiteConflicts(() -> deployments.withName("web").rolling().resume().getSpec().getPaused()));
        attempt("three revisions", () -> until(() -> client.apps().replicaSets().inNamespace(NS).list().getItems().size() >= 2));
        attempt("not ready", () -> deployments.withName("web").isReady());
        attempt("another selector", () -> despiteConflicts(() -> deployments.withName("web").edit(one -> new DeploymentBuilder(one).editSpec().editSelector().addToMatchLabels("b", "c").endSelector().endSpec().build())));
        attempt("deleted in the foreground", () -> deployments.withName("web").withPropagationPolicy(DeletionPropagation.FOREGROUND).delete());
        deployments.withName("web").waitUntilCondition(one -> one == null, PATIENCE, TimeUnit.SECONDS);
        attempt("all gone", () -> until(() -> client.apps().replicaSets().inNamespace(NS).list().getItems().isEmpty() && client.pods().inNamespace(NS).withLabel("app", "web").list().getItems().isEmpty()));
        var job = new JobBuilder().withNewMetadata().withGenerateName("job-").endMetadata().withNewSpec().withNewTemplate().withNewSpec().withRestartPolicy("Never").addNewContainer().withName("c").withImage("nginx").endContainer().endSpec().endTemplate().endSpec().build();
        var made = client.batch().v1().jobs().inNamespace(NS).resource(job).create();
        say("job", List.of(made.getSpec().getCompletionMode(), made.getSpec().getBackoffLimit(), made.getMetadata().getName().startsWith("job-")));
        attempt("its pod", () -> until(() -> client.pods().inNamespace(NS).withLabel("job-name", made.getMetadata().getName()).list().getItems().size() == 1));
        attempt("job orphans", () -> client.batch().v1().jobs().inNamespace(NS).withName(made.getMetadata().getName()).withPropagationPolicy(DeletionPropagation.ORPHAN).delete().size());
        attempt("its pod stays", () -> until(() -> client.pods().inNamespace(NS).withLabel("job-name", made.getMetadata().getName()).list().getItems().get(0).getMetadata().getOwnerReferences().isEmpty()));
    }

    private static void toys() throws Exception {
        var definition = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: toys.java.dev}
            spec:
              group: java.dev
              scope: Namespaced
              names: {plural: toys, kind: Toy}
              versions:
              - name: v1
                served: true
                storage: true
                subresources: {status: {}}
                schema:
                  openAPIV3Schema:
                    type: object
                    properties:
                      spec: {type: object, properties: {size: {type: integer, maximum: 9}, color: {type: string, default: red}}}
                      status: {type: object, properties: {phase: {type: string}}}
            """;
        attempt("definition", () -> client.load(new ByteArrayInputStream(definition.getBytes())).create().size());
        client.apiextensions().v1().customResourceDefinitions().withName("toys.java.dev").waitUntilCondition(
            one -> one != null && one.getStatus() != null && one.getStatus().getConditions() != null && one.getStatus().getConditions().stream().anyMatch(condition -> condition.getType().equals("Established") && condition.getStatus().equals("True")), PATIENCE, TimeUnit.SECONDS);
        var toys = client.genericKubernetesResources("java.dev/v1", "Toy").inNamespace(NS);
        until(() -> { try { return toys.list() != null; } catch (KubernetesClientException early) { return false; } });
        attempt("toy", () -> toys.resource(toy("ball", 3)).create().get("spec"));
        attempt("invalid toy", () -> toys.resource(toy("bat", 10)).create());
        attempt("toy edited", () -> toys.withName("ball").edit(one -> { one.<Map<String, Object>>get("spec").put("size", 4); return one; }).get("spec"));
        attempt("toy's status", () -> toys.withName("ball").editStatus(one -> { one.setAdditionalProperty("status", Map.of("phase", "Flat")); return one; }).get("status"));
        attempt("toy updated, its status is not", () -> toys.withName("ball").edit(one -> { one.setAdditionalProperty("status", Map.of("phase", "Round")); one.<Map<String, Object>>get("spec").put("size", 5); return one; }).get("status"));
        attempt("toy applied", () -> toys.resource(toy("ball", 6)).fieldManager("f").forceConflicts().serverSideApply().get("spec"));
        attempt("toys", () -> names(toys.list()));
        attempt("toys in the cluster", () -> names(client.genericKubernetesResources("java.dev/v1", "Toy").inAnyNamespace().list()));
        attempt("wait for a toy", () -> toys.withName("ball").waitUntilCondition(one -> one.get("status") != null, PATIENCE, TimeUnit.SECONDS).get("status"));
        attempt("toy deleted", () -> toys.withName("ball").delete());
        attempt("no kind", () -> client.genericKubernetesResources("java.dev/v1", "Game").inNamespace(NS).list());
    }

    private static void elections() throws Exception {
        for (var lock : List.<Lock>of(new LeaseLock(NS, "lease", "me"), new ConfigMapLock(NS, "map", "me"))) {
            var seen = new CopyOnWriteArrayList<String>();
            var elector = client.leaderElector().withConfig(new LeaderElectionConfigBuilder().withName("e").withLock(lock).withReleaseOnCancel(true)
                .withLeaseDuration(Duration.ofSeconds(15)).withRenewDeadline(Duration.ofSeconds(10)).withRetryPeriod(Duration.ofMillis(200))
                .withLeaderCallbacks(new LeaderCallbacks(() -> seen.add("led"), () -> seen.add("lost"), leader -> seen.add("leader " + leader))).build()).build();
            var leading = elector.start();
            until(() -> seen.contains("led"));
            say("leader", List.of(lock.get(client).getHolderIdentity(), lock.get(client).getLeaderTransitions(), lock.get(client).getLeaseDuration().toSeconds()));
            leading.cancel(true);
            until(() -> seen.contains("lost"));
            say("elected", seen.stream().sorted().toList());
            // A leader that goes leaves a record that ends at once.
            attempt("released", () -> until(() -> lock.get(client).getLeaseDuration().toSeconds() == 1));
        }
    }

    private static void reviews() throws Exception {
        attempt("may I", () -> client.authorization().v1().selfSubjectAccessReview().create(new SelfSubjectAccessReviewBuilder().withNewSpec().withNewResourceAttributes().withNamespace(NS).withVerb("get").withResource("pods").endResourceAttributes().endSpec().build()).getStatus());
        attempt("token", () -> client.serviceAccounts().inNamespace(NS).withName("default").tokenRequest().getSpec().getAudiences().size());
        var token = client.serviceAccounts().inNamespace(NS).withName("default").tokenRequest().getStatus().getToken();
        try (var theirs = new KubernetesClientBuilder().withConfig(new ConfigBuilder(client.getConfiguration()).withOauthToken(token).withClientCertData(null).withClientCertFile(null).withClientKeyData(null).withClientKeyFile(null).withAutoOAuthToken(null).build()).build()) {
            attempt("an account may not", () -> theirs.pods().inNamespace(NS).list());
            attempt("nor watch", () -> theirs.pods().inNamespace(NS).watch(new Watcher<Pod>() {
                @Override public void eventReceived(Action action, Pod pod) { }
                @Override public void onClose(WatcherException cause) { }
            }));
        }
    }

    private static void discovery() throws Exception {
        attempt("version", () -> List.of(client.getKubernetesVersion().getMajor(), client.getKubernetesVersion().getMinor(), client.getKubernetesVersion().getGitVersion()));
        attempt("groups", () -> client.getApiGroups().getGroups().stream().map(group -> group.getName()).filter(name -> !name.endsWith(".dev")).toList());
        attempt("resources", () -> client.getApiResources("apps/v1").getResources().stream().map(one -> one.getName()).toList());
        attempt("supports", () -> List.of(client.supports(Deployment.class), client.supports("batch/v1", "CronJob"), client.supports("java.dev/v1", "Game"), client.hasApiGroup("policy", true)));
        attempt("a path", () -> client.raw("/version") != null);
        attempt("no path", () -> client.raw("/nothing"));
    }

    private static ConfigMap map(String name) {
        return map(name, "a", "1");
    }

    private static ConfigMap map(String name, String key, String value) {
        return new ConfigMapBuilder().withNewMetadata().withName(name).withNamespace(NS).endMetadata().addToData(key, value).build();
    }

    private static ConfigMap watched(String name) {
        return new ConfigMapBuilder(map(name)).editMetadata().addToLabels("watched", "").endMetadata().build();
    }

    private static Pod pod(String name) {
        return new PodBuilder().withNewMetadata().withName(name).withNamespace(NS).addToLabels("app", name).endMetadata().withNewSpec().addNewContainer().withName("c").withImage("nginx:1").endContainer().endSpec().build();
    }

    private static Service service() {
        return new ServiceBuilder().withNewMetadata().withName("s").withNamespace(NS).endMetadata().withNewSpec().addToSelector("app", "web").addNewPort().withPort(80).endPort().endSpec().build();
    }

    private static Deployment deployment() {
        return new DeploymentBuilder().withNewMetadata().withName("web").withNamespace(NS).endMetadata().withNewSpec().withReplicas(2).withNewSelector().addToMatchLabels("app", "web").endSelector()
            .withNewTemplate().withNewMetadata().addToLabels("app", "web").endMetadata().withSpec(pod("x").getSpec()).endTemplate().endSpec().build();
    }

    private static GenericKubernetesResource toy(String name, int size) {
        return Serialization.unmarshal("apiVersion: java.dev/v1\nkind: Toy\nmetadata: {name: " + name + ", namespace: " + NS + "}\nspec: {size: " + size + "}", GenericKubernetesResource.class);
    }

    private static Object shown(Pod pod) {
        return new PodBuilder(pod).editSpec().withVolumes().editFirstContainer().withVolumeMounts().endContainer().endSpec().build().getSpec();
    }

    private static List<String> names(KubernetesResourceList<? extends HasMetadata> list) {
        return list.getItems().stream().map(one -> one.getMetadata().getName()).toList();
    }

    private static boolean until(Callable<Boolean> holds) throws Exception {
        for (var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE); System.nanoTime() < deadline; TimeUnit.MILLISECONDS.sleep(50)) {
            if (holds.call())
                return true;
        }
        throw new IllegalStateException("waited in vain: " + Thread.currentThread().getStackTrace()[2]);
    }

    /** Controllers write to the same object. */
    private static <T> T despiteConflicts(Callable<T> call) throws Exception {
        while (true) {
            try {
                return call.call();
            } catch (KubernetesClientException refused) {
                if (refused.getCode() != 409)
                    throw refused;
            }
        }
    }

    private static void attempt(String step, Callable<?> call) throws Exception {
        try {
            say(step, call.call());
        } catch (Exception error) {
            say(step, refusal(error));
        }
    }

    private static Object refusal(Throwable error) {
        for (var cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof KubernetesClientException refused && refused.getStatus() != null) {
                var status = refused.getStatus();
                return List.of(error.getClass().getSimpleName(), refused.getCode(), String.valueOf(status.getReason()), String.valueOf(status.getMessage()), status.getDetails() == null ? "" : status.getDetails());
            }
        }
        return List.of(error.getClass().getSimpleName(), String.valueOf(error.getMessage()));
    }

    private static void say(String step, Object value) throws Exception {
        System.out.println(step + ": " + JSON.writeValueAsString(JSON.readValue(Serialization.asJson(value), Object.class)));
    }
}
