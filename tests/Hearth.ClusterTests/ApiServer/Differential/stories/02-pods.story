# Pods: defaults, validation, binding, status, deletion.

POST /api/v1/namespaces
{"metadata":{"name":"story2"}}

THERE /api/v1/namespaces/story2/configmaps/kube-root-ca.crt

QUIET GET /api/v1/namespaces/story2/serviceaccounts/default

GET /api/v1/namespaces/story2/configmaps/nothing

POST /api/v1/namespaces/story2/pods
{"metadata":{"name":"p1","labels":{"app":"x"}},"spec":{"containers":[{"name":"c","image":"busybox"}]}}

POST /api/v1/namespaces/story2/pods
{"metadata":{"name":"full","labels":{"app":"x"}},"spec":{"initContainers":[{"name":"i","image":"a/b:1","restartPolicy":"Always"}],"containers":[{"name":"c","image":"busybox:1","command":["sleep"],"args":["1"],"env":[{"name":"A","value":"b"},{"name":"E","value":""},{"name":"P","valueFrom":{"fieldRef":{"fieldPath":"status.podIP"}}},{"name":"R","valueFrom":{"resourceFieldRef":{"resource":"limits.cpu"}}},{"name":"S","valueFrom":{"secretKeyRef":{"name":"s","key":"k","optional":false}}}],"ports":[{"containerPort":80},{"containerPort":90,"name":"web","protocol":"UDP"}],"resources":{"limits":{"cpu":"1000m","memory":"1024Mi"},"requests":{"cpu":0.5}},"livenessProbe":{"httpGet":{"port":80}},"readinessProbe":{"exec":{"command":["x"]},"initialDelaySeconds":0},"lifecycle":{"preStop":{"httpGet":{"port":"web"}}},"volumeMounts":[{"name":"v","mountPath":"/v","readOnly":false},{"name":"e","mountPath":"/e","subPath":"x"}],"stdin":true,"tty":false,"securityContext":{"runAsUser":0,"privileged":false}},{"name":"d","image":"x@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}],"volumes":[{"name":"v","configMap":{"name":"c"}},{"name":"e"},{"name":"h","hostPath":{"path":"/x"}},{"name":"p","projected":{"sources":[{"serviceAccountToken":{"path":"t"}},{"downwardAPI":{"items":[{"path":"l","fieldRef":{"fieldPath":"metadata.labels"}}]}}]}},{"name":"s","secret":{"secretName":"s","items":[{"key":"a","path":"b"}]}},{"name":"m","emptyDir":{"medium":"Memory","sizeLimit":"1Gi"}}],"nodeSelector":{"a":"b"},"affinity":{"podAntiAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":1,"podAffinityTerm":{"topologyKey":"h","labelSelector":{"matchLabels":{"a":"b"}}}}]}},"tolerations":[{"key":"k","operator":"Exists","effect":"NoSchedule"}],"hostAliases":[{"ip":"1.2.3.4","hostnames":["a"]}],"terminationGracePeriodSeconds":0,"securityContext":{"fsGroup":1},"imagePullSecrets":[{"name":"x"}],"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"z","whenUnsatisfiable":"DoNotSchedule","labelSelector":{"matchLabels":{"a":"b"}}}],"automountServiceAccountToken":false}}

GET /api/v1/namespaces/story2/pods/full

GET /api/v1/namespaces/story2/pods/full
Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json

GET /api/v1/namespaces/story2/pods
Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json

POST /api/v1/namespaces/story2/pods
{"metadata":{"name":"x"},"spec":{}}

POST /api/v1/namespaces/story2/pods
{"metadata":{"name":"x"},"spec":{"containers":[{}]}}

POST /api/v1/namespaces/story2/pods
{"metadata":{"name":"x"},"spec":{"containers":[{"name":"A_b","image":"x"},{"name":"a","image":" "},{"name":"a","image":"y"}]}}

POST /api/v1/namespaces/story2/pods
{"metadata":{"name":"x"},"spec":{"restartPolicy":"Foo","dnsPolicy":"Bar","containers":[{"name":"a","image":"y","imagePullPolicy":"Z","terminationMessagePolicy":"Q"}]}}

POST /api/v1/namespaces/story2/pods
{"metadata":{"name":"x"},"spec":{"containers":[{"name":"a","image":"y","ports":[{"containerPort":0},{"containerPort":70000},{"containerPort":80,"protocol":"X"},{"containerPort":80,"name":"Toolongnameforaport1"}]}]}}

POST /api/v1/namespaces/story2/pods
{"metadata":{"name":"x"},"spec":{"containers":[{"name":"a","image":"y","env":[{"name":""},{"name":"a b"},{"name":"c","value":"x","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}},{"name":"d","valueFrom":{}},{"name":"e","valueFrom":{"fieldRef":{"fieldPath":"spec.foo"}}}]}]}}

POST /api/v1/namespaces/story2/pods
{"metadata":{"name":"x"},"spec":{"containers":[{"name":"a","image":"y","volumeMounts":[{"name":"none","mountPath":"/a"},{"name":"","mountPath":""},{"name":"v","mountPath":"/a"}]}],"volumes":[{"name":"v","emptyDir":{},"hostPath":{"path":"/"}},{"name":"v"},{"name":"BAD"}]}}

POST /api/v1/namespaces/story2/pods
{"metadata":{"name":"x"},"spec":{"containers":[{"name":"a","image":"y","resources":{"limits":{"cpu":"1"},"requests":{"cpu":"2","memory":"-1"}}}]}}

POST /api/v1/namespaces/story2/pods
{"metadata":{"name":"x"},"spec":{"containers":[{"name":"a","image":"y","resources":{"limits":{"cpu":"abc"}}}]}}

POST /api/v1/namespaces/story2/pods
{"metadata":{"name":"x"},"spec":{"serviceAccountName":"nope","containers":[{"name":"a","image":"y"}]}}

POST /api/v1/namespaces/story2/pods
{"metadata":{"name":"x"},"spec":{"priorityClassName":"nope","containers":[{"name":"a","image":"y"}]}}

POST /api/v1/namespaces/story2/pods
{"metadata":{"name":"prio"},"spec":{"priorityClassName":"system-node-critical","containers":[{"name":"a","image":"y"}]}}

POST /api/v1/namespaces/story2/pods
{"metadata":{"name":"x"},"spec":{"priority":5,"containers":[{"name":"a","image":"y"}]}}

POST /api/v1/namespaces/story2/pods
{"metadata":{"name":"x"},"spec":{"terminationGracePeriodSeconds":-1,"activeDeadlineSeconds":0,"containers":[{"name":"a","image":"y"}],"tolerations":[{"operator":"Foo"},{"key":"a","operator":"Exists","value":"x"}],"nodeSelector":{"a b":"c"},"hostname":"A.b","subdomain":"-"}}

POST /api/v1/namespaces/story2/pods
{"metadata":{"name":"x"},"spec":{"containers":"a"}}

POST /api/v1/namespaces/story2/pods
{"metadata":{"name":"x"},"spec":{"containers":[{"name":1}]}}

POST /api/v1/namespaces/story2/pods
{"metadata":{"name":"x"},"spec":{"containers":[{"name":"a","image":"y","ports":[{"containerPort":"80"}]}]}}

POST /api/v1/namespaces/story2/pods?fieldValidation=Strict
{"metadata":{"name":"x"},"spec":{"contaners":[],"containers":[{"name":"a","image":"y","foo":1,"env":[{"nam":"x"}]}]}}

PATCH /api/v1/namespaces/story2/pods/p1
Content-Type: application/strategic-merge-patch+json
{"spec":{"containers":[{"name":"c","image":"busybox:2"}]}}

PATCH /api/v1/namespaces/story2/pods/p1
Content-Type: application/strategic-merge-patch+json
{"spec":{"containers":[{"name":"c","command":["x"]}]}}

PATCH /api/v1/namespaces/story2/pods/p1
Content-Type: application/strategic-merge-patch+json
{"spec":{"nodeName":"n"}}

PATCH /api/v1/namespaces/story2/pods/p1
Content-Type: application/strategic-merge-patch+json
{"spec":{"tolerations":[{"key":"new","operator":"Exists"}]}}

PATCH /api/v1/namespaces/story2/pods/p1
Content-Type: application/merge-patch+json
{"metadata":{"labels":{"x":"y"}},"status":{"phase":"Running"}}

PATCH /api/v1/namespaces/story2/pods/p1/status
Content-Type: application/strategic-merge-patch+json
{"metadata":{"labels":{"z":"z"}},"spec":{"nodeName":"q"},"status":{"phase":"Running","podIP":"10.1.1.1","podIPs":[{"ip":"10.1.1.1"}],"conditions":[{"type":"Ready","status":"True"}],"containerStatuses":[{"name":"c","ready":true,"restartCount":2,"image":"b","imageID":"","state":{"running":{"startedAt":"2024-01-01T00:00:00Z"}},"lastState":{"terminated":{"exitCode":1,"reason":"Error","finishedAt":"2024-01-01T00:00:00Z"}}}]}}

GET /api/v1/namespaces/story2/pods/p1
Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json

GET /api/v1/namespaces/story2/pods/p1/status

POST /api/v1/namespaces/story2/pods/p1/binding
{"target":{"kind":"Node","name":"node1"}}

POST /api/v1/namespaces/story2/pods/p1/binding
{"target":{"kind":"Node","name":"node1"}}

POST /api/v1/namespaces/story2/pods/nope/binding
{"target":{"kind":"Node","name":"node1"}}

POST /api/v1/namespaces/story2/pods/full/binding
{"target":{"kind":"Node","name":""}}

POST /api/v1/namespaces/story2/bindings
{"metadata":{"name":"prio"},"target":{"kind":"Node","name":"node1"}}

GET /api/v1/namespaces/story2/pods/p1

GET /api/v1/namespaces/story2/pods?fieldSelector=spec.nodeName%3Dnode1
Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json

GET /api/v1/namespaces/story2/pods?fieldSelector=status.phase!%3DRunning
Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json

GET /api/v1/namespaces/story2/pods?fieldSelector=foo%3Dbar

GET /api/v1/namespaces/story2/pods/full/log

GET /api/v1/namespaces/story2/pods/full/log?container=zzz

GET /api/v1/namespaces/story2/pods/full/log?container=c

GET /api/v1/namespaces/story2/pods/nope/log

POST /api/v1/namespaces/story2/pods
{"metadata":{"name":"several"},"spec":{"nodeName":"nowhere","initContainers":[{"name":"i","image":"x"},{"name":"s","image":"x","restartPolicy":"Always"}],"containers":[{"name":"c","image":"x"},{"name":"d","image":"x"}]}}

POST /api/v1/namespaces/story2/pods
{"metadata":{"name":"single","annotations":{"kubectl.kubernetes.io/default-container":"i"}},"spec":{"nodeName":"nowhere","initContainers":[{"name":"i","image":"x"}],"containers":[{"name":"c","image":"x"}]}}

GET /api/v1/namespaces/story2/pods/several/log

GET /api/v1/namespaces/story2/pods/several/exec?command=x&stdout=1

GET /api/v1/namespaces/story2/pods/several/attach?container=zzz&stdout=1

GET /api/v1/namespaces/story2/pods/single/log

GET /api/v1/namespaces/story2/pods/single/exec?command=x&stdout=true

GET /api/v1/namespaces/story2/pods/single/portforward

GET /api/v1/namespaces/story2/pods/single/log?tailLines=-1&limitBytes=0&sinceSeconds=0

GET /api/v1/namespaces/story2/pods/single/log?sinceSeconds=5&sinceTime=2020-01-01T00:00:00Z

GET /api/v1/namespaces/story2/pods/single/log?stream=Stdout

GET /api/v1/namespaces/story2/pods/single/log?tailLines=few

GET /api/v1/namespaces/story2/pods/single/log?sinceTime=yesterday

DELETE /api/v1/namespaces/story2/pods/several?gracePeriodSeconds=0

DELETE /api/v1/namespaces/story2/pods/single?gracePeriodSeconds=0

DELETE /api/v1/namespaces/story2/pods/p1
{"gracePeriodSeconds":60}

GET /api/v1/namespaces/story2/pods/p1

GET /api/v1/namespaces/story2/pods/p1
Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json

DELETE /api/v1/namespaces/story2/pods/p1
{"gracePeriodSeconds":20}

DELETE /api/v1/namespaces/story2/pods/p1

DELETE /api/v1/namespaces/story2/pods/p1
{"gracePeriodSeconds":0}

DELETE /api/v1/namespaces/story2/pods/p1
{"gracePeriodSeconds":0}

DELETE /api/v1/namespaces/story2/pods/full

GET /api/v1/namespaces/story2/pods/full

PATCH /api/v1/namespaces/story2/pods/applied?fieldManager=m
Content-Type: application/apply-patch+yaml
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"applied"},"spec":{"containers":[{"name":"c","image":"b","ports":[{"containerPort":80}],"env":[{"name":"A","value":"1"}]}]}}

PATCH /api/v1/namespaces/story2/pods/applied?fieldManager=m
Content-Type: application/apply-patch+yaml
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"applied"},"spec":{"containers":[{"name":"c","image":"b","ports":[{"containerPort":80}],"foo":1}]}}

PATCH /api/v1/namespaces/story2/pods/applied?fieldManager=m2
Content-Type: application/apply-patch+yaml
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"applied","labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"b2"}]}}

POST /api/v1/namespaces/story2/pods/applied/eviction
{"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"applied"}}

POST /api/v1/namespaces/story2/pods/nope/eviction
{"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"nope"}}

DELETE /api/v1/namespaces/story2/pods
