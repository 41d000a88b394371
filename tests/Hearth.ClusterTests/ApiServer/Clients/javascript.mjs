// What a program of the JavaScript client sees: each line says a step and what the server's answers became in the client's own types.
const k8s = await import(process.argv[2]);
const config = new k8s.KubeConfig();
config.loadFromDefault();
const core = config.makeApiClient(k8s.CoreV1Api);
const apps = config.makeApiClient(k8s.AppsV1Api);
const custom = config.makeApiClient(k8s.CustomObjectsApi);
const extensions = config.makeApiClient(k8s.ApiextensionsV1Api);
const objects = k8s.KubernetesObjectApi.makeApiClient(config);
const namespace = 'javascript';
const patience = 120_000;

const sorted = (key, value) => value instanceof Date ? 'a date' : value && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1)) : value;
const say = (step, value) => console.log(`${step}: ${JSON.stringify(value, sorted)}`);

function refusal(error) {
    if (!(error instanceof k8s.ApiException) && !error.body)
        return [error.name, error.message];
    const status = typeof error.body === 'string' && error.body.startsWith('{') ? JSON.parse(error.body) : error.body;
    const causes = (status?.details?.causes ?? []).map(cause => JSON.stringify(cause, sorted)).sort();
    // Real servers list the mistakes of custom resources in the order of a hash map; the causes say the same.
    const message = causes.length > 1 ? status.message.split(' is invalid: [')[0] : status?.message;
    return [error.code, status?.reason ?? status, message, { ...status?.details, causes }];
}

async function attempt(step, call, show = answer => answer) {
    try {
        say(step, show(await call()));
    } catch (error) {
        say(step, refusal(error));
    }
}

async function until(call) {
    for (const deadline = Date.now() + patience; Date.now() < deadline; await new Promise(next => setTimeout(next, 50))) {
        try {
            const answer = await call();
            if (answer)
                return answer;
        } catch (error) {
            // Not there yet, or a definition whose storage is (re)initialized.
            if (error.code !== 404 && error.code !== 429)
                throw error;
        }
    }
    throw new Error(`in vain: ${call}`);
}

const names = list => list.items.map(item => item.metadata.name);
const data = map => map.data;
const map = (name, content = { a: '1' }, meta = {}) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace, ...meta }, data: content });
const container = { name: 'c', image: 'nginx:1', ports: [{ containerPort: 80 }] };
const pod = (name, spec = {}) => ({ metadata: { name, labels: { app: name } }, spec: { containers: [container], ...spec } });
const as = type => k8s.setHeaderOptions('Content-Type', type);

async function namespaces() {
    await attempt('namespace', () => core.createNamespace({ body: { metadata: { name: namespace } } }), made => [made.status.phase, made.metadata.creationTimestamp instanceof Date]);
    await attempt('namespace again', () => core.createNamespace({ body: { metadata: { name: namespace } } }));
    await until(() => core.readNamespacedServiceAccount({ name: 'default', namespace }));
    await until(() => core.readNamespacedConfigMap({ name: 'kube-root-ca.crt', namespace }));
    const health = new k8s.Health(config);
    await attempt('readyz', () => health.readyz({}));
    await attempt('livez', () => health.livez({}));
}

async function patches() {
    await attempt('create', () => core.createNamespacedConfigMap({ namespace, body: map('m') }), data);
    const patch = (type, body, more = {}) => core.patchNamespacedConfigMap({ name: 'm', namespace, body, ...more }, as(type));
    await attempt('merge patch', () => patch(k8s.PatchStrategy.MergePatch, { data: { a: null, b: '2' } }), data);
    await attempt('strategic merge patch', () => patch(k8s.PatchStrategy.StrategicMergePatch, { data: { c: '3', $patch: 'replace' } }), data);
    await attempt('JSON patch', () => patch(k8s.PatchStrategy.JsonPatch, [{ op: 'copy', from: '/data/c', path: '/data/d' }, { op: 'move', from: '/data/c', path: '/data/e' }]), data);
    await attempt('JSON patch of nothing', () => patch(k8s.PatchStrategy.JsonPatch, [{ op: 'replace', path: '/data/none', value: 'x' }]));
    await attempt('JSON patch that is none', () => patch(k8s.PatchStrategy.JsonPatch, { data: {} }));
    await attempt('patch of a type unknown', () => patch('text/plain', { data: {} }));
    const apply = (body, more) => patch(k8s.PatchStrategy.ServerSideApply, body, more);
    await attempt('apply', () => apply(map('m', { x: '1' }), { fieldManager: 'one' }), applied => [applied.data, applied.metadata.managedFields.map(entry => [entry.manager, entry.operation]).sort()]);
    await attempt('apply by another', () => apply(map('m', { x: '2' }), { fieldManager: 'two' }));
    await attempt('apply by force', () => apply(map('m', { x: '2' }), { fieldManager: 'two', force: true }), data);
    await attempt('apply of nobody', () => apply(map('m', { x: '3' })));
    await attempt('apply what is managed', () => apply({ ...map('m'), metadata: { name: 'm', managedFields: [{ manager: 'a' }] } }, { fieldManager: 'one' }));
    await attempt('apply under another name', () => apply(map('n'), { fieldManager: 'one' }));
    await attempt('merge patch by force', () => patch(k8s.PatchStrategy.MergePatch, { data: { x: '4' } }, { force: true }));
    await attempt('strict patch', () => patch(k8s.PatchStrategy.MergePatch, { data: { x: '4' }, dada: {} }, { fieldValidation: 'Strict' }));
    await attempt('dry run', () => patch(k8s.PatchStrategy.MergePatch, { data: { x: '5' } }, { dryRun: 'All' }), changed => changed.data.x);
    await attempt('dry run of some', () => patch(k8s.PatchStrategy.MergePatch, { data: { x: '5' } }, { dryRun: 'Some' }));
    await attempt('left', () => core.readNamespacedConfigMap({ name: 'm', namespace }), data);
}

/** Objects that two clients change at once. */
async function conflicts() {
    await core.createNamespacedConfigMap({ namespace, body: map('counter', { n: '0' }) });
    const increase = async () => {
        for (;;) {
            const now = await core.readNamespacedConfigMap({ name: 'counter', namespace });
            now.data.n = String(Number(now.data.n) + 1);
            try {
                return await core.replaceNamespacedConfigMap({ name: 'counter', namespace, body: now });
            } catch (error) {
                if (error.code !== 409)
                    throw error;
            }
        }
    };
    await Promise.all(Array.from({ length: 10 }, increase));
    await attempt('ten increases at once', () => core.readNamespacedConfigMap({ name: 'counter', namespace }), data);
    const made = await Promise.allSettled(Array.from({ length: 8 }, () => core.createNamespacedConfigMap({ namespace, body: map('first') })));
    say('one of eight creates', made.filter(one => one.status === 'fulfilled').length);
    say('refused', [...new Set(made.filter(one => one.status === 'rejected').map(one => JSON.stringify(refusal(one.reason))))]);
    await attempt('generated names', async () => {
        const some = await Promise.all(Array.from({ length: 5 }, () => core.createNamespacedConfigMap({ namespace, body: { metadata: { generateName: 'some-', labels: { some: '' } } } })));
        return new Set(some.map(one => one.metadata.name)).size;
    });
    await attempt('deleted together', () => core.deleteCollectionNamespacedConfigMap({ namespace, labelSelector: 'some' }), status => status.status);
    const lease = config.makeApiClient(k8s.CoordinationV1Api);
    const body = { metadata: { name: 'lock' }, spec: { holderIdentity: 'me', leaseDurationSeconds: 15, acquireTime: new k8s.V1MicroTime(), renewTime: new k8s.V1MicroTime(), leaseTransitions: 0 } };
    await attempt('lease', () => lease.createNamespacedLease({ namespace, body }), made => [made.spec.holderIdentity, made.spec.leaseDurationSeconds, made.spec.renewTime instanceof Date]);
    const held = await lease.readNamespacedLease({ name: 'lock', namespace });
    await attempt('renewed', () => lease.replaceNamespacedLease({ name: 'lock', namespace, body: { ...held, spec: { ...held.spec, renewTime: new k8s.V1MicroTime() } } }), () => 'mine');
    await attempt('taken by a late one', () => lease.replaceNamespacedLease({ name: 'lock', namespace, body: { ...held, spec: { ...held.spec, holderIdentity: 'you' } } }));
    await attempt('a lease for no time', () => lease.patchNamespacedLease({ name: 'lock', namespace, body: { spec: { leaseDurationSeconds: 0 } } }, as(k8s.PatchStrategy.MergePatch)));
}

async function informers() {
    const seen = [];
    let heard = () => { };
    const informer = k8s.makeInformer(config, `/api/v1/namespaces/${namespace}/configmaps`, () => core.listNamespacedConfigMap({ namespace, labelSelector: 'watched' }), 'watched');
    for (const verb of ['add', 'update', 'delete', 'change'])
        informer.on(verb, one => { seen.push([verb, one.metadata.name, one.data?.a, one.metadata.labels]); heard(); });
    for (const verb of ['connect', 'error'])
        informer.on(verb, error => { seen.push([verb, error?.message]); heard(); });
    const heardOf = (verb, name) => new Promise(resolve => (heard = () => seen.some(([v, n]) => v === verb && n === name) && resolve())(heard));
    await core.createNamespacedConfigMap({ namespace, body: map('before', undefined, { labels: { watched: '' } }) });
    await informer.start();
    await core.createNamespacedConfigMap({ namespace, body: map('during', undefined, { labels: { watched: '' } }) });
    await heardOf('add', 'during');
    const patch = body => core.patchNamespacedConfigMap({ name: 'during', namespace, body }, as(k8s.PatchStrategy.MergePatch));
    await patch({ data: { a: '2' } });
    await heardOf('update', 'during');
    await patch({ data: { a: '3' }, metadata: { labels: { watched: null } } });
    await heardOf('delete', 'during');
    say('informed', seen);
    say('known', informer.list().map(one => one.metadata.name));
    say('known by name', [!!informer.get('before', namespace), !!informer.get('during', namespace)]);
    await informer.stop();
    await core.deleteNamespacedConfigMap({ name: 'before', namespace });
    await core.createNamespacedConfigMap({ namespace, body: map('after', undefined, { labels: { watched: '' } }) });
    seen.length = 0;
    await informer.start();
    await until(() => informer.get('after', namespace));
    say('informed after a pause', seen.filter(([verb]) => verb !== 'connect').sort());
    await informer.stop();
}

async function watches() {
    const path = `/api/v1/namespaces/${namespace}/configmaps`;
    const watch = (query, enough) => new Promise((resolve, reject) => {
        const seen = [];
        let request;
        new k8s.Watch(config).watch(path, query, (type, object) => {
            seen.push([type, object.kind, object.metadata?.name, object.metadata?.annotations, object.code, object.reason]);
            if (enough(seen))
                request?.abort();
        }, () => resolve(seen)).then(made => { request = made; if (enough(seen)) made.abort(); }, error => resolve([error.message]));
    });
    await attempt('a watch that lists', () => watch({ sendInitialEvents: true, allowWatchBookmarks: true, resourceVersionMatch: 'NotOlderThan', fieldSelector: 'metadata.name=m' }, seen => seen.length === 2));
    await attempt('a watch that lists without saying from when', () => watch({ sendInitialEvents: true, fieldSelector: 'metadata.name=m' }, () => true), seen => seen.length);
    await attempt('a watch that ends', () => watch({ timeoutSeconds: 1, fieldSelector: 'metadata.name=none' }, () => false));
    await attempt('a watch of the future', () => watch({ resourceVersion: '100000000', timeoutSeconds: 1 }, () => false), seen => seen.map(([type, kind, , , code, reason]) => [type, kind, code, reason]));
    await attempt('a watch of nothing', async () => {
        const failed = await new Promise(resolve => new k8s.Watch(config).watch('/api/v1/nothings', {}, () => { }, resolve));
        return failed.message ?? failed;
    });
}

async function untyped() {
    const one = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace }, spec: { replicas: 1, selector: { matchLabels: { app: 'web' } }, template: { metadata: { labels: { app: 'web' } }, spec: { containers: [container] } } } };
    await attempt('object', () => objects.create(one, undefined, undefined, 'maker'), made => [made.kind, made.spec.strategy, made.metadata.managedFields.map(entry => entry.manager)]);
    await attempt('object again', () => objects.create(one));
    await attempt('object read', () => objects.read({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace } }), read => read.spec.template.spec.containers[0]);
    await attempt('object applied', () => objects.patch({ ...one, spec: { ...one.spec, replicas: 2 } }, undefined, undefined, 'applier', true, k8s.PatchStrategy.ServerSideApply), applied => applied.spec.replicas);
    await attempt('object applied by another', () => objects.patch({ ...one, spec: { ...one.spec, replicas: 3 } }, undefined, undefined, 'other', false, k8s.PatchStrategy.ServerSideApply));
    await attempt('object merged', () => objects.patch({ ...one, spec: { template: { spec: { containers: [{ name: 'c', env: [{ name: 'E', value: '1' }] }, { name: 'd', image: 'side' }] } } } }, undefined, undefined, undefined, undefined, k8s.PatchStrategy.StrategicMergePatch), merged => merged.spec.template.spec.containers.map(one => [one.name, one.image, one.env]));
    await attempt('objects listed', () => objects.list('apps/v1', 'Deployment', namespace), list => [list.kind, names(list)]);
    await attempt('object missing', () => objects.read({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'none', namespace } }));
    await attempt('object of no kind', () => objects.read({ apiVersion: 'v1', kind: 'Nothing', metadata: { name: 'none', namespace } }).catch(error => error.message));
    await attempt('restarted', () => objects.patch({ ...one, spec: { template: { metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': '2026-01-01T00:00:00Z' } } } } }), () => 'restarted');
    await attempt('two revisions', () => until(async () => (await apps.listNamespacedReplicaSet({ namespace })).items.length >= 2 && 'there'));
    await attempt('scale', () => apps.replaceNamespacedDeploymentScale({ name: 'web', namespace, body: { metadata: { name: 'web', namespace }, spec: { replicas: 0 } } }), scale => scale.spec);
    await attempt('no pods', () => until(async () => (await core.listNamespacedPod({ namespace, labelSelector: 'app=web' })).items.length === 0));
    await attempt('object deleted', () => objects.delete(one, undefined, undefined, undefined, undefined, 'Background'), status => status.status ?? status.kind);
    await attempt('its sets go too', () => until(async () => (await apps.listNamespacedReplicaSet({ namespace })).items.length === 0));
    for (const document of k8s.loadAllYaml('{apiVersion: v1, kind: Secret, metadata: {name: y}, stringData: {p: q}}\n---\n{apiVersion: batch/v1, kind: CronJob, metadata: {name: y}, spec: {schedule: "* * * *", jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: d}]}}}}}}'))
        await attempt(`${document.kind} from YAML`, () => objects.create({ ...document, metadata: { ...document.metadata, namespace } }), made => [made.type, made.data]);
}

async function pods() {
    await attempt('pod', () => core.createNamespacedPod({ namespace, body: pod('p') }), made => ({ ...made.spec, volumes: undefined, containers: made.spec.containers.map(one => ({ ...one, volumeMounts: undefined })) }));
    await attempt('invalid pod', () => core.createNamespacedPod({ namespace, body: pod('P', { restartPolicy: 'Sometimes', tolerations: [{ operator: 'Exists', value: 'x' }] }) }));
    await attempt('status', () => core.patchNamespacedPodStatus({ name: 'p', namespace, body: { status: { conditions: [{ type: 'Ready', status: 'True' }] } } }, as(k8s.PatchStrategy.StrategicMergePatch)), changed => changed.status.conditions.map(one => one.type));
    await attempt('ephemeral container', () => core.patchNamespacedPodEphemeralcontainers({ name: 'p', namespace, body: { spec: { ephemeralContainers: [{ name: 'look', image: 'tools' }] } } }, as(k8s.PatchStrategy.StrategicMergePatch)), changed => changed.spec.ephemeralContainers.map(one => one.name));
    await attempt('log', () => core.readNamespacedPodLog({ name: 'p', namespace, container: 'c' }));
    await attempt('log of none', () => core.readNamespacedPodLog({ name: 'p', namespace, container: 'none' }));
    await attempt('log streamed of none', () => new k8s.Log(config).log(namespace, 'none', 'c', process.stderr, {}));
    await attempt('exec on no node', () => new k8s.Exec(config).exec(namespace, 'p', 'c', ['true'], process.stderr, process.stderr, null, false).catch(error => error.message ?? String(error)));
    await attempt('evicted', () => core.createNamespacedPodEviction({ name: 'p', namespace, body: { metadata: { name: 'p' } } }), status => status.status);
    await attempt('evicted another', () => core.createNamespacedPodEviction({ name: 'none', namespace, body: { metadata: { name: 'none' } } }));
    const page = await core.listNamespacedConfigMap({ namespace, limit: 2 });
    const rest = await core.listNamespacedConfigMap({ namespace, limit: 100, _continue: page.metadata._continue });
    say('pages', [page.items.length, page.metadata.remainingItemCount === rest.items.length, rest.metadata._continue, rest.metadata.remainingItemCount]);
    const again = await core.listNamespacedConfigMap({ namespace, resourceVersion: rest.metadata.resourceVersion, resourceVersionMatch: 'Exact' });
    say('the same once more', [again.metadata.resourceVersion === rest.metadata.resourceVersion, again.items.length === page.items.length + rest.items.length]);
    await attempt('a token', () => core.createNamespacedServiceAccountToken({ name: 'default', namespace, body: { spec: { audiences: ['a'], expirationSeconds: 600 } } }), made => [made.spec, made.status.expirationTimestamp instanceof Date]);
    await attempt('a token for a moment', () => core.createNamespacedServiceAccountToken({ name: 'default', namespace, body: { spec: { audiences: ['a'], expirationSeconds: 1 } } }));
}

async function toys() {
    const schema = {
        type: 'object',
        properties: {
            spec: {
                type: 'object',
                properties: {
                    size: { type: 'integer', minimum: 1 }, color: { type: 'string', default: 'red', enum: ['red', 'blue'] }, when: { type: 'string', format: 'date-time' },
                    parts: { type: 'array', items: { type: 'object', required: ['name'], properties: { name: { type: 'string' }, n: { 'x-kubernetes-int-or-string': true } } }, 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['name'] },
                },
                'x-kubernetes-validations': [{ rule: '!has(self.size) || self.size < 10', message: 'too large' }],
            },
        },
    };
    const definition = {
        metadata: { name: 'toys.javascript.dev' },
        spec: { group: 'javascript.dev', scope: 'Cluster', names: { plural: 'toys', kind: 'Toy' }, versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema } }] },
    };
    await attempt('definition', () => extensions.createCustomResourceDefinition({ body: definition }), made => made.spec.names);
    await attempt('a bad definition', () => extensions.createCustomResourceDefinition({ body: { ...definition, metadata: { name: 'toy.javascript.dev' } } }));
    await until(async () => (await extensions.readCustomResourceDefinition({ name: 'toys.javascript.dev' })).status?.conditions?.some(one => one.type === 'Established' && one.status === 'True'));
    const at = { group: 'javascript.dev', version: 'v1', plural: 'toys' };
    await until(() => custom.listClusterCustomObject(at));
    const toy = (name, spec) => ({ apiVersion: 'javascript.dev/v1', kind: 'Toy', metadata: { name }, spec });
    await attempt('toy', () => custom.createClusterCustomObject({ ...at, body: toy('ball', { size: 2, other: 1 }) }), made => made.spec);
    await attempt('invalid toy', () => custom.createClusterCustomObject({ ...at, body: toy('bat', { size: 20, color: 'green', when: 'never' }) }));
    await attempt('toy with twins', () => custom.createClusterCustomObject({ ...at, body: toy('twins', { parts: [{ name: 'a' }, { name: 'a' }] }) }));
    await attempt('toy with a strange field', () => custom.createClusterCustomObject({ ...at, body: toy('bar', { other: 1 }), fieldValidation: 'Strict' }));
    const apply = (manager, spec, force) => objects.patch(toy('ball', spec), undefined, undefined, manager, force, k8s.PatchStrategy.ServerSideApply);
    await attempt('toy applied', () => apply('one', { size: 3 }, true), applied => applied.spec);
    await attempt('toy applied by another', () => apply('two', { size: 4 }, false));
    await attempt('parts of one', () => apply('one', { size: 3, parts: [{ name: 'a', n: 1 }] }, false), applied => applied.spec.parts);
    await attempt('parts of another', () => apply('two', { parts: [{ name: 'b', n: '10%' }] }, false), applied => applied.spec.parts);
    await attempt('parts taken back', () => apply('one', { size: 3 }, false), applied => applied.spec.parts);
    await attempt('toy patched', () => custom.patchClusterCustomObject({ ...at, name: 'ball', body: { spec: { color: 'blue' } } }, as(k8s.PatchStrategy.MergePatch)), made => made.spec.color);
    await attempt('toy patched strategically', () => custom.patchClusterCustomObject({ ...at, name: 'ball', body: { spec: { color: 'red' } } }, as(k8s.PatchStrategy.StrategicMergePatch)));
    await attempt('status of a toy without one', () => custom.getClusterCustomObjectStatus({ ...at, name: 'ball' }));
    await attempt('toys', () => objects.list('javascript.dev/v1', 'Toy'), list => [list.kind, names(list)]);
}

/** Every list of every version that the client knows: served in the same kinds, or refused. */
async function everyKind() {
    for (const name of Object.keys(k8s).filter(name => /(?:V\d\w*|Core|Apis)Api$/.test(name)).sort()) {
        const api = config.makeApiClient(k8s[name]);
        const methods = new Set(Object.getOwnPropertyNames(k8s[name].prototype));
        if (methods.has('getAPIResources'))
            await attempt(name, () => api.getAPIResources(), answer => [answer.groupVersion, answer.resources.map(one => [one.name, one.kind, one.namespaced, one.verbs.join()])]);
        for (const method of [...methods].filter(method => /^list(?!Namespaced).*(?<!WithHttpInfo)$/.test(method)).sort())
            await attempt(method, () => api[method]({}), answer => [answer.kind, answer.apiVersion]);
    }
    await attempt('groups', () => config.makeApiClient(k8s.ApisApi).getAPIVersions(), answer => answer.groups.filter(one => !one.name.endsWith('.dev')).map(one => [one.name, one.versions.map(version => version.version).join()]));
    await attempt('version', () => config.makeApiClient(k8s.VersionApi).getCode(), answer => [answer.major, answer.minor, answer.gitVersion]);
}

for (const part of [namespaces, patches, conflicts, informers, watches, untyped, pods, toys, everyKind])
    await part();
process.exit(0);
