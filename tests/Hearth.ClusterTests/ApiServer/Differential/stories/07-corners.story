# Corners: columns of every kind, access of others, escalation, quotas, autoscalers, bad bodies, pages, first applies.

POST /api/v1/namespaces
{"metadata":{"name":"story7"}}

THERE /api/v1/namespaces/story7/configmaps/kube-root-ca.crt

THERE /api/v1/namespaces/story7/serviceaccounts/default

GET /api/v1/namespaces/story7x/limitranges
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /api/v1/namespaces/story7x/podtemplates
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /api/v1/namespaces/story7x/replicationcontrollers
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /api/v1/namespaces/story7x/resourcequotas
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /api/v1/namespaces/story7x/pods
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /api/v1/namespaces/story7x/services
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /api/v1/namespaces/story7x/endpoints
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /api/v1/namespaces/story7x/events
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /api/v1/namespaces/story7x/secrets
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /api/v1/namespaces/story7x/persistentvolumeclaims
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /apis/apps/v1/namespaces/story7x/controllerrevisions
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /apis/apps/v1/namespaces/story7x/daemonsets
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /apis/apps/v1/namespaces/story7x/deployments
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /apis/apps/v1/namespaces/story7x/replicasets
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /apis/apps/v1/namespaces/story7x/statefulsets
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /apis/batch/v1/namespaces/story7x/jobs
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /apis/batch/v1/namespaces/story7x/cronjobs
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /apis/autoscaling/v1/namespaces/story7x/horizontalpodautoscalers
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /apis/autoscaling/v2/namespaces/story7x/horizontalpodautoscalers
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /apis/networking.k8s.io/v1/namespaces/story7x/ingresses
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /apis/networking.k8s.io/v1/namespaces/story7x/networkpolicies
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /apis/policy/v1/namespaces/story7x/poddisruptionbudgets
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /apis/rbac.authorization.k8s.io/v1/namespaces/story7x/roles
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /apis/rbac.authorization.k8s.io/v1/namespaces/story7x/rolebindings
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /apis/coordination.k8s.io/v1/namespaces/story7x/leases
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /apis/discovery.k8s.io/v1/namespaces/story7x/endpointslices
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /apis/events.k8s.io/v1/namespaces/story7x/events
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /apis/storage.k8s.io/v1/namespaces/story7x/csistoragecapacities
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /api/v1/nodes?limit=1&labelSelector=none%3Dnone
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /api/v1/persistentvolumes?limit=1&labelSelector=none%3Dnone
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /apis/storage.k8s.io/v1/storageclasses?limit=1&labelSelector=none%3Dnone
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /apis/storage.k8s.io/v1/csidrivers?limit=1&labelSelector=none%3Dnone
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /apis/storage.k8s.io/v1/csinodes?limit=1&labelSelector=none%3Dnone
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /apis/storage.k8s.io/v1/volumeattachments?limit=1&labelSelector=none%3Dnone
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /apis/networking.k8s.io/v1/ingressclasses?limit=1&labelSelector=none%3Dnone
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /apis/node.k8s.io/v1/runtimeclasses?limit=1&labelSelector=none%3Dnone
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations?limit=1&labelSelector=none%3Dnone
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations?limit=1&labelSelector=none%3Dnone
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies?limit=1&labelSelector=none%3Dnone
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings?limit=1&labelSelector=none%3Dnone
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /apis/certificates.k8s.io/v1/certificatesigningrequests?limit=1&labelSelector=none%3Dnone
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

POST /apis/autoscaling/v1/namespaces/story7/horizontalpodautoscalers
{"metadata":{"name":"h1"},"spec":{"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"},"minReplicas":1,"maxReplicas":3,"targetCPUUtilizationPercentage":60}}

POST /apis/autoscaling/v2/namespaces/story7/horizontalpodautoscalers
{"metadata":{"name":"h2"},"spec":{"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"},"maxReplicas":3,"metrics":[{"type":"Resource","resource":{"name":"memory","target":{"type":"AverageValue","averageValue":"100Mi"}}},{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":50}}}]}}

POST /apis/autoscaling/v2/namespaces/story7/horizontalpodautoscalers
{"metadata":{"name":"h3"},"spec":{"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"},"maxReplicas":0}}

POST /api/v1/namespaces/story7/podtemplates
{"metadata":{"name":"t"},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i:1"}]}}}

POST /apis/networking.k8s.io/v1/namespaces/story7/networkpolicies
{"metadata":{"name":"np"},"spec":{"podSelector":{},"ingress":[{"ports":[{"port":80}]}]}}

POST /apis/discovery.k8s.io/v1/namespaces/story7/endpointslices
{"metadata":{"name":"es"},"addressType":"IPv4","endpoints":[{"addresses":["10.1.2.3"]}],"ports":[{"port":80}]}

POST /apis/coordination.k8s.io/v1/namespaces/story7/leases
{"metadata":{"name":"l"},"spec":{"holderIdentity":"x","leaseDurationSeconds":10}}

POST /api/v1/namespaces/story7/limitranges
{"metadata":{"name":"lr"},"spec":{"limits":[{"type":"Container","max":{"cpu":"2"}}]}}

GET /apis/autoscaling/v1/namespaces/story7/horizontalpodautoscalers/h1
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /apis/autoscaling/v2/namespaces/story7/horizontalpodautoscalers/h2
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /apis/autoscaling/v2/namespaces/story7/horizontalpodautoscalers/h3
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /api/v1/namespaces/story7/podtemplates/t
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /apis/networking.k8s.io/v1/namespaces/story7/networkpolicies/np
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /apis/discovery.k8s.io/v1/namespaces/story7/endpointslices/es
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /apis/coordination.k8s.io/v1/namespaces/story7/leases/l
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /api/v1/namespaces/story7/limitranges/lr
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /apis/autoscaling/v2/namespaces/story7/horizontalpodautoscalers/h1

PATCH /apis/autoscaling/v1/namespaces/story7/horizontalpodautoscalers/h1?fieldManager=s
Content-Type: application/merge-patch+json
{"metadata":{"labels":{"x":"y"}}}

PATCH /apis/autoscaling/v2/namespaces/story7/horizontalpodautoscalers/h3?fieldManager=s
Content-Type: application/merge-patch+json
{"metadata":{"labels":{"x":"y"}}}

PATCH /api/v1/namespaces/story7/podtemplates/t?fieldManager=s
Content-Type: application/merge-patch+json
{"metadata":{"labels":{"x":"y"}}}

PATCH /apis/networking.k8s.io/v1/namespaces/story7/networkpolicies/np?fieldManager=s
Content-Type: application/merge-patch+json
{"metadata":{"labels":{"x":"y"}}}

PATCH /apis/discovery.k8s.io/v1/namespaces/story7/endpointslices/es?fieldManager=s
Content-Type: application/merge-patch+json
{"metadata":{"labels":{"x":"y"}}}

PATCH /apis/coordination.k8s.io/v1/namespaces/story7/leases/l?fieldManager=s
Content-Type: application/merge-patch+json
{"metadata":{"labels":{"x":"y"}}}

PATCH /api/v1/namespaces/story7/limitranges/lr?fieldManager=s
Content-Type: application/merge-patch+json
{"metadata":{"labels":{"x":"y"}}}

DELETE /apis/autoscaling/v1/namespaces/story7/horizontalpodautoscalers/h1

DELETE /apis/autoscaling/v2/namespaces/story7/horizontalpodautoscalers/h2

DELETE /apis/autoscaling/v2/namespaces/story7/horizontalpodautoscalers/h3

DELETE /api/v1/namespaces/story7/podtemplates/t

DELETE /apis/networking.k8s.io/v1/namespaces/story7/networkpolicies/np

DELETE /apis/discovery.k8s.io/v1/namespaces/story7/endpointslices/es

DELETE /apis/coordination.k8s.io/v1/namespaces/story7/leases/l

DELETE /api/v1/namespaces/story7/limitranges/lr

POST /apis/rbac.authorization.k8s.io/v1/namespaces/story7/roles
{"metadata":{"name":"granter"},"rules":[{"apiGroups":["rbac.authorization.k8s.io"],"resources":["roles","rolebindings"],"verbs":["*"]},{"apiGroups":[""],"resources":["pods"],"verbs":["get","list"]}]}

POST /apis/rbac.authorization.k8s.io/v1/namespaces/story7/rolebindings
{"metadata":{"name":"granter"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"granter"},"subjects":[{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"gina"}]}

# Real servers learn of roles a moment later.
AGAIN 201 POST /apis/rbac.authorization.k8s.io/v1/namespaces/story7/roles?dryRun=All
Impersonate-User: gina
{"metadata":{"name":"ok"},"rules":[{"apiGroups":[""],"resources":["pods"],"verbs":["get"]}]}

POST /apis/rbac.authorization.k8s.io/v1/namespaces/story7/roles
Impersonate-User: gina
{"metadata":{"name":"ok"},"rules":[{"apiGroups":[""],"resources":["pods"],"verbs":["get"]}]}

POST /apis/rbac.authorization.k8s.io/v1/namespaces/story7/roles
Impersonate-User: gina
{"metadata":{"name":"no"},"rules":[{"apiGroups":[""],"resources":["pods","secrets"],"verbs":["get","delete"]}]}

POST /apis/rbac.authorization.k8s.io/v1/namespaces/story7/roles
Impersonate-User: gina
{"metadata":{"name":"no"},"rules":[{"apiGroups":[""],"resources":["pods"],"resourceNames":["a","b"],"verbs":["get","delete"]},{"apiGroups":["*"],"resources":["*"],"verbs":["*"]}]}

PATCH /apis/rbac.authorization.k8s.io/v1/namespaces/story7/roles/ok
Content-Type: application/merge-patch+json
Impersonate-User: gina
{"rules":[{"apiGroups":["apps"],"resources":["deployments/scale"],"verbs":["get"]}]}

PATCH /apis/rbac.authorization.k8s.io/v1/namespaces/story7/roles/ok
Content-Type: application/merge-patch+json
Impersonate-User: gina
{"metadata":{"labels":{"a":"b"}}}

POST /apis/rbac.authorization.k8s.io/v1/namespaces/story7/rolebindings
Impersonate-User: gina
{"metadata":{"name":"b1"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"view"},"subjects":[]}

POST /apis/rbac.authorization.k8s.io/v1/namespaces/story7/rolebindings
Impersonate-User: gina
{"metadata":{"name":"b2"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"missing"},"subjects":[]}

POST /apis/rbac.authorization.k8s.io/v1/namespaces/story7/rolebindings
Impersonate-User: gina
{"metadata":{"name":"b3"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"ok"},"subjects":[]}

POST /apis/rbac.authorization.k8s.io/v1/clusterroles
Impersonate-User: gina
{"metadata":{"name":"story7-agg"},"aggregationRule":{"clusterRoleSelectors":[{"matchLabels":{"a":"b"}}]}}

GET /api/v1/namespaces/story7/pods
Impersonate-User: gina

GET /api/v1/namespaces/story7/secrets
Impersonate-User: gina

GET /api/v1/pods
Impersonate-User: gina

GET /api/v1/namespaces/story7
Impersonate-User: gina

GET /metrics
Impersonate-User: gina

GET /apis
Impersonate-User: system:anonymous

GET /version
Impersonate-User: system:anonymous

GET /api/v1/namespaces/story7/pods
Impersonate-User: gina
Impersonate-Group: system:masters

POST /apis/authentication.k8s.io/v1/selfsubjectreviews
Impersonate-User: gina
{}

POST /apis/authentication.k8s.io/v1/selfsubjectreviews
Impersonate-User: system:serviceaccount:story7:default
{}

POST /apis/authentication.k8s.io/v1/selfsubjectreviews
Impersonate-User: system:anonymous
{}

POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews
Impersonate-User: gina
{"spec":{"resourceAttributes":{"namespace":"story7","verb":"get","resource":"pods"}}}

POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews
Impersonate-User: gina
{"spec":{"resourceAttributes":{"namespace":"story7","verb":"get","resource":"nodes"}}}

POST /apis/authorization.k8s.io/v1/subjectaccessreviews
{"spec":{"user":"gina","resourceAttributes":{"namespace":"story7","verb":"list","resource":"pods"}}}

POST /apis/authorization.k8s.io/v1/namespaces/story7/localsubjectaccessreviews
{"spec":{"user":"gina","resourceAttributes":{"namespace":"story7","verb":"list","resource":"pods"}}}

POST /apis/authorization.k8s.io/v1/namespaces/story7/localsubjectaccessreviews
{"spec":{"user":"gina","resourceAttributes":{"namespace":"other","verb":"list","resource":"pods"}}}

POST /apis/authentication.k8s.io/v1/tokenreviews
{"spec":{"token":"nonsense"}}

POST /apis/authentication.k8s.io/v1/tokenreviews
{}

GET /apis/rbac.authorization.k8s.io/v1/clusterroles/system:basic-user

GET /apis/rbac.authorization.k8s.io/v1/clusterroles/system:discovery

GET /apis/rbac.authorization.k8s.io/v1/clusterroles/system:public-info-viewer

GET /apis/rbac.authorization.k8s.io/v1/clusterroles/cluster-admin

GET /apis/rbac.authorization.k8s.io/v1/clusterroles/view

GET /apis/rbac.authorization.k8s.io/v1/clusterroles/system:node

GET /apis/rbac.authorization.k8s.io/v1/clusterroles/system:kube-scheduler

GET /apis/rbac.authorization.k8s.io/v1/clusterrolebindings/system:discovery

GET /apis/rbac.authorization.k8s.io/v1/namespaces/kube-system/roles/extension-apiserver-authentication-reader

GET /apis/rbac.authorization.k8s.io/v1/namespaces/kube-system/rolebindings/system:controller:token-cleaner

POST /api/v1/namespaces/story7/resourcequotas
{"metadata":{"name":"q"},"spec":{"hard":{"pods":"2","requests.cpu":"1","count/configmaps":"3","services.nodeports":"0"}}}

AGAIN "used": GET /api/v1/namespaces/story7/resourcequotas/q

GET /api/v1/namespaces/story7/resourcequotas/q

POST /api/v1/namespaces/story7/pods
{"metadata":{"name":"a"},"spec":{"containers":[{"name":"c","image":"i"}]}}

POST /api/v1/namespaces/story7/pods
{"metadata":{"name":"a"},"spec":{"containers":[{"name":"c","image":"i","resources":{"requests":{"cpu":"600m"}}}]}}

POST /api/v1/namespaces/story7/pods
{"metadata":{"name":"b"},"spec":{"containers":[{"name":"c","image":"i","resources":{"requests":{"cpu":"600m"}}}]}}

POST /api/v1/namespaces/story7/pods
{"metadata":{"name":"b"},"spec":{"containers":[{"name":"c","image":"i","resources":{"requests":{"cpu":"400m"}}}]}}

POST /api/v1/namespaces/story7/pods
{"metadata":{"name":"c"},"spec":{"containers":[{"name":"c","image":"i","resources":{"requests":{"cpu":"0"}}}]}}

POST /api/v1/namespaces/story7/services
{"metadata":{"name":"np"},"spec":{"type":"NodePort","ports":[{"port":80}]}}

POST /api/v1/namespaces/story7/configmaps
{"metadata":{"name":"one"}}

POST /api/v1/namespaces/story7/configmaps
{"metadata":{"name":"two"}}

POST /api/v1/namespaces/story7/configmaps
{"metadata":{"name":"three"}}

GET /api/v1/namespaces/story7/resourcequotas/q
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

# Before the pod: when a controller takes its amount back is a matter of moments.
DELETE /api/v1/namespaces/story7/resourcequotas/q

DELETE /api/v1/namespaces/story7/pods/b?gracePeriodSeconds=0

DELETE /api/v1/namespaces/story7/pods/a?gracePeriodSeconds=0

POST /api/v1/namespaces/story7/configmaps?fieldValidation=Strict
Content-Type: application/json
{"metadata":

POST /api/v1/namespaces/story7/configmaps?fieldValidation=Strict
Content-Type: application/json
[]

POST /api/v1/namespaces/story7/configmaps?fieldValidation=Strict
Content-Type: application/json
"x"

POST /api/v1/namespaces/story7/configmaps?fieldValidation=Strict
Content-Type: application/json
{"metadata":{"name":1}}

POST /api/v1/namespaces/story7/configmaps?fieldValidation=Strict
Content-Type: application/json
{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"dup","name":"dup"}}

POST /api/v1/namespaces/story7/configmaps?fieldValidation=Strict
Content-Type: application/yaml
metadata: {name: y1}
data: {a: 1}

POST /api/v1/namespaces/story7/configmaps?fieldValidation=Strict
Content-Type: text/plain
{}

POST /api/v1/namespaces/story7/configmaps?fieldValidation=Strict
Content-Type: application/json
{"metadata":{"name":"u"},"nope":1,"data":{"a":"b"}}

QUIET POST /api/v1/namespaces/story7/secrets
{"metadata":{"name":"s0","labels":{"page":"x"}}}

QUIET POST /api/v1/namespaces/story7/secrets
{"metadata":{"name":"s1","labels":{"page":"x"}}}

QUIET POST /api/v1/namespaces/story7/secrets
{"metadata":{"name":"s2","labels":{"page":"x"}}}

QUIET POST /api/v1/namespaces/story7/secrets
{"metadata":{"name":"s3","labels":{"page":"x"}}}

QUIET POST /api/v1/namespaces/story7/secrets
{"metadata":{"name":"s4","labels":{"page":"x"}}}

GET /api/v1/namespaces/story7/secrets?labelSelector=page&limit=2

QUIET POST /api/v1/namespaces/story7/secrets
{"metadata":{"name":"s00","labels":{"page":"x"}}}

GET /api/v1/namespaces/story7/secrets?labelSelector=page&limit=2&continue={continue}

GET /api/v1/namespaces/story7/secrets?labelSelector=page&limit=2&continue={continue}

GET /api/v1/namespaces/story7/secrets?limit=2&continue=nonsense

GET /api/v1/namespaces/story7/secrets?limit=-1

GET /api/v1/namespaces/story7/secrets?limit=x

GET /api/v1/namespaces/story7/secrets?resourceVersion=1&resourceVersionMatch=Exact

GET /api/v1/namespaces/story7/secrets?resourceVersionMatch=Exact

GET /api/v1/namespaces/story7/secrets?resourceVersion=0&resourceVersionMatch=Exact

GET /api/v1/namespaces/story7/secrets?resourceVersion=0&resourceVersionMatch=NotOlderThan&labelSelector=page%3Dnone

GET /api/v1/namespaces/story7/secrets?resourceVersion=x

WATCH /api/v1/namespaces/story7/secrets?allowWatchBookmarks=true&labelSelector=page

WATCH /api/v1/namespaces/story7/secrets?allowWatchBookmarks=true&resourceVersion=0&labelSelector=nothing

WATCH /api/v1/namespaces/story7/secrets?sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&labelSelector=nothing

POST /api/v1/namespaces/story7/services
{"metadata":{"name":"out"},"spec":{"clusterIP":"127.0.0.9","ports":[{"port":80}]}}

POST /api/v1/namespaces/story7/services
{"metadata":{"name":"out"},"spec":{"clusterIP":"10.97.0.9","ports":[{"port":80}]}}

POST /api/v1/namespaces/story7/services
{"metadata":{"name":"in"},"spec":{"clusterIP":"10.96.7.9","ports":[{"port":80}]}}

POST /api/v1/namespaces/story7/services
{"metadata":{"name":"taken"},"spec":{"clusterIP":"10.96.7.9","ports":[{"port":80}]}}

PATCH /api/v1/namespaces/story7/services/in
Content-Type: application/merge-patch+json
{"spec":{"type":"NodePort"}}

PATCH /api/v1/namespaces/story7/services/in
Content-Type: application/merge-patch+json
{"spec":{"type":"ClusterIP"}}

PATCH /api/v1/namespaces/story7/services/in
Content-Type: application/merge-patch+json
{"spec":{"type":"LoadBalancer"}}

PATCH /api/v1/namespaces/story7/services/in
Content-Type: application/merge-patch+json
{"spec":{"type":"ExternalName","externalName":"a.example.com"}}

DELETE /api/v1/namespaces/story7
