# Kinds of the other groups.

POST /api/v1/namespaces
{"metadata":{"name":"story4"}}

THERE /api/v1/namespaces/story4/configmaps/kube-root-ca.crt

POST /apis/apps/v1/namespaces/story4/deployments?dryRun=All
{"metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"b"}]}}}}

POST /apis/apps/v1/namespaces/story4/deployments
{"metadata":{"name":"d"},"spec":{}}

POST /apis/apps/v1/namespaces/story4/deployments
{"metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"a":"zzz"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"b"}]}},"replicas":-1}}

POST /apis/apps/v1/namespaces/story4/replicasets?dryRun=All
{"metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"b"}]}}}}

POST /apis/apps/v1/namespaces/story4/replicasets
{"metadata":{"name":"d"},"spec":{}}

POST /apis/apps/v1/namespaces/story4/replicasets
{"metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"a":"zzz"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"b"}]}},"replicas":-1}}

POST /apis/apps/v1/namespaces/story4/statefulsets?dryRun=All
{"metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"a":"b"}},"serviceName":"s","template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"b"}]}},"volumeClaimTemplates":[{"metadata":{"name":"v"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}]}}

POST /apis/apps/v1/namespaces/story4/statefulsets
{"metadata":{"name":"d"},"spec":{}}

POST /apis/apps/v1/namespaces/story4/statefulsets
{"metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"a":"zzz"}},"serviceName":"s","template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"b"}]}},"volumeClaimTemplates":[{"metadata":{"name":"v"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}],"replicas":-1}}

POST /apis/apps/v1/namespaces/story4/daemonsets?dryRun=All
{"metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"b"}]}}}}

POST /apis/apps/v1/namespaces/story4/daemonsets
{"metadata":{"name":"d"},"spec":{}}

POST /apis/apps/v1/namespaces/story4/daemonsets
{"metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"a":"zzz"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"b"}]}}}}

POST /apis/apps/v1/namespaces/story4/deployments
{"metadata":{"name":"d","labels":{"l":"1"}},"spec":{"replicas":0,"paused":true,"strategy":{"type":"Recreate"},"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"b"}]}}}}

POST /apis/apps/v1/namespaces/story4/deployments
{"metadata":{"name":"e"},"spec":{"strategy":{"type":"Recreate","rollingUpdate":{}},"selector":{"matchLabels":{"a":"b"}},"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"b"}]},"metadata":{"labels":{"a":"b"}}}}}

PATCH /apis/apps/v1/namespaces/story4/deployments/d
Content-Type: application/merge-patch+json
{"spec":{"selector":{"matchLabels":{"a":"c"}}}}

PATCH /apis/apps/v1/namespaces/story4/deployments/d/scale
Content-Type: application/merge-patch+json
{"spec":{"replicas":0}}

PUT /apis/apps/v1/namespaces/story4/deployments/d/scale
{"apiVersion":"autoscaling/v1","kind":"Scale","metadata":{"name":"d"},"spec":{"replicas":-3}}

GET /apis/apps/v1/namespaces/story4/deployments/d/scale

DELETE /apis/apps/v1/namespaces/story4/deployments/d

GET /apis/apps/v1/namespaces/story4/deployments
Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json

POST /apis/apps/v1/namespaces/story4/controllerrevisions
{"metadata":{"name":"cr"},"revision":1,"data":{"x":1}}

GET /apis/apps/v1/namespaces/story4/controllerrevisions
Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json

POST /apis/batch/v1/namespaces/story4/jobs?dryRun=All
{"metadata":{"name":"j"},"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"b"}]}}}}

POST /apis/batch/v1/namespaces/story4/jobs
{"metadata":{"name":"j"},"spec":{"suspend":true,"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"b"}]}}}}

POST /apis/batch/v1/namespaces/story4/jobs
{"metadata":{"name":"k"},"spec":{"template":{"spec":{"containers":[{"name":"c","image":"b"}]}}}}

POST /apis/batch/v1/namespaces/story4/jobs
{"metadata":{"name":"k"},"spec":{"completions":-1,"parallelism":-1,"backoffLimit":-1,"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"b"}]}}}}

PATCH /apis/batch/v1/namespaces/story4/jobs/j
Content-Type: application/merge-patch+json
{"spec":{"completions":5}}

POST /apis/batch/v1/namespaces/story4/cronjobs
{"metadata":{"name":"c"},"spec":{"suspend":true,"schedule":"* * * * *","jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"b"}]}}}}}}

POST /apis/batch/v1/namespaces/story4/cronjobs
{"metadata":{"name":"c2"},"spec":{"schedule":"bad","timeZone":"Foo/Bar","concurrencyPolicy":"X","jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"b"}]}}}}}}

GET /apis/batch/v1/namespaces/story4/cronjobs
Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json

POST /apis/rbac.authorization.k8s.io/v1/namespaces/story4/roles
{"metadata":{"name":"r:x"},"rules":[{"apiGroups":[""],"resources":["pods"],"verbs":["get"]}]}

POST /apis/rbac.authorization.k8s.io/v1/namespaces/story4/roles
{"metadata":{"name":"r2"},"rules":[{"apiGroups":[""],"resources":[],"verbs":[]},{"nonResourceURLs":["/x"],"verbs":["get"]}]}

POST /apis/rbac.authorization.k8s.io/v1/namespaces/story4/rolebindings
{"metadata":{"name":"rb"},"roleRef":{"kind":"Role","name":"r:x"},"subjects":[{"kind":"ServiceAccount","name":"default","namespace":"story4"},{"kind":"User","name":"u"}]}

POST /apis/rbac.authorization.k8s.io/v1/namespaces/story4/rolebindings
{"metadata":{"name":"rb2"},"roleRef":{"kind":"Foo","name":""},"subjects":[{"kind":"Bar","name":""},{"kind":"ServiceAccount","name":"x"}]}

PATCH /apis/rbac.authorization.k8s.io/v1/namespaces/story4/rolebindings/rb
Content-Type: application/merge-patch+json
{"roleRef":{"name":"other"}}

POST /apis/rbac.authorization.k8s.io/v1/clusterroles
{"metadata":{"name":"story-cr"},"aggregationRule":{"clusterRoleSelectors":[{"matchLabels":{"zzz":"q"}}]}}

POST /apis/rbac.authorization.k8s.io/v1/clusterrolebindings
{"metadata":{"name":"story-crb"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"view"},"subjects":[]}

GET /apis/rbac.authorization.k8s.io/v1/namespaces/story4/roles
Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json

GET /apis/rbac.authorization.k8s.io/v1/namespaces/story4/rolebindings
Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json

GET /apis/rbac.authorization.k8s.io/v1/clusterrolebindings/story-crb
Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json

DELETE /apis/rbac.authorization.k8s.io/v1/clusterrolebindings/story-crb

DELETE /apis/rbac.authorization.k8s.io/v1/clusterroles/story-cr

POST /apis/networking.k8s.io/v1/namespaces/story4/networkpolicies
{"metadata":{"name":"n"},"spec":{"podSelector":{},"ingress":[{"ports":[{"port":80}],"from":[{"podSelector":{"matchLabels":{"a":"b"}}}]}]}}

POST /apis/networking.k8s.io/v1/namespaces/story4/networkpolicies
{"metadata":{"name":"n2"},"spec":{"podSelector":{"matchLabels":{"a b":"c"}},"policyTypes":["X"]}}

GET /apis/networking.k8s.io/v1/namespaces/story4/networkpolicies
Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json

POST /apis/networking.k8s.io/v1/namespaces/story4/ingresses
{"metadata":{"name":"i"},"spec":{"ingressClassName":"x","rules":[{"host":"a.b","http":{"paths":[{"path":"/","pathType":"Prefix","backend":{"service":{"name":"s","port":{"number":80}}}}]}}],"tls":[{"hosts":["a.b"]}]}}

POST /apis/networking.k8s.io/v1/namespaces/story4/ingresses
{"metadata":{"name":"i2"},"spec":{"rules":[{"host":"A_b","http":{"paths":[{"path":"x","backend":{"service":{"name":"","port":{}}}}]}}]}}

POST /apis/networking.k8s.io/v1/namespaces/story4/ingresses
{"metadata":{"name":"i3"},"spec":{}}

GET /apis/networking.k8s.io/v1/namespaces/story4/ingresses
Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json

DELETE /apis/networking.k8s.io/v1/namespaces/story4/ingresses/i

POST /apis/networking.k8s.io/v1/ingressclasses
{"metadata":{"name":"ic"},"spec":{"controller":"a.b/c"}}

GET /apis/networking.k8s.io/v1/ingressclasses
Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json

POST /apis/policy/v1/namespaces/story4/poddisruptionbudgets?dryRun=All
{"metadata":{"name":"p"},"spec":{"minAvailable":1,"selector":{"matchLabels":{"a":"b"}}}}

POST /apis/policy/v1/namespaces/story4/poddisruptionbudgets
{"metadata":{"name":"p"},"spec":{"minAvailable":1,"maxUnavailable":"20%"}}

POST /apis/policy/v1/namespaces/story4/poddisruptionbudgets
{"metadata":{"name":"p"},"spec":{"minAvailable":"a"}}

POST /apis/coordination.k8s.io/v1/namespaces/story4/leases
{"metadata":{"name":"l"},"spec":{"holderIdentity":"me","leaseDurationSeconds":15,"acquireTime":"2024-01-01T00:00:00.000000Z","renewTime":"2024-01-01T00:00:00.5Z","leaseTransitions":0}}

POST /apis/coordination.k8s.io/v1/namespaces/story4/leases
{"metadata":{"name":"l2"},"spec":{"leaseDurationSeconds":0,"leaseTransitions":-1}}

PUT /apis/coordination.k8s.io/v1/namespaces/story4/leases/l
{"metadata":{"name":"l"},"spec":{"holderIdentity":"you"}}

GET /apis/coordination.k8s.io/v1/namespaces/story4/leases
Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json

POST /apis/storage.k8s.io/v1/storageclasses
{"metadata":{"name":"sc"},"provisioner":"x.y/z"}

POST /apis/storage.k8s.io/v1/storageclasses
{"metadata":{"name":"sc2"},"volumeBindingMode":"X","reclaimPolicy":"Y"}

PATCH /apis/storage.k8s.io/v1/storageclasses/sc
Content-Type: application/merge-patch+json
{"provisioner":"other"}

GET /apis/storage.k8s.io/v1/storageclasses
Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json

DELETE /apis/storage.k8s.io/v1/storageclasses/sc

POST /apis/scheduling.k8s.io/v1/priorityclasses
{"metadata":{"name":"pc"},"value":10}

POST /apis/scheduling.k8s.io/v1/priorityclasses
{"metadata":{"name":"system-x"},"value":2000000000}

PATCH /apis/scheduling.k8s.io/v1/priorityclasses/pc
Content-Type: application/merge-patch+json
{"value":11}

GET /apis/scheduling.k8s.io/v1/priorityclasses
Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json

DELETE /apis/scheduling.k8s.io/v1/priorityclasses/pc

POST /apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations
{"metadata":{"name":"v"},"webhooks":[{"name":"a.b.c","clientConfig":{"service":{"name":"s","namespace":"n"}},"rules":[{"apiGroups":["zzz"],"apiVersions":["v1"],"operations":["CREATE"],"resources":["zzzs"]}],"sideEffects":"None","admissionReviewVersions":["v1"]}]}

POST /apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations
{"metadata":{"name":"m"},"webhooks":[{"name":"a.b.c","clientConfig":{"url":"https://localhost:1/x"},"rules":[{"apiGroups":["zzz"],"apiVersions":["v1"],"operations":["CREATE"],"resources":["zzzs"]}],"sideEffects":"None","admissionReviewVersions":["v1"]}]}

POST /apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations
{"metadata":{"name":"m2"},"webhooks":[{"name":"a","clientConfig":{}}]}

GET /apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations
Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json

GET /apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations
Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json

DELETE /apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/v

DELETE /apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/m

POST /apis/discovery.k8s.io/v1/namespaces/story4/endpointslices
{"metadata":{"name":"es"},"addressType":"IPv4","endpoints":[{"addresses":["10.0.0.1"]}],"ports":[{"port":80}]}

POST /apis/discovery.k8s.io/v1/namespaces/story4/endpointslices
{"metadata":{"name":"es2"},"addressType":"X","endpoints":[{"addresses":["127.0.0.1"]}]}

GET /apis/discovery.k8s.io/v1/namespaces/story4/endpointslices
Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json

POST /apis/autoscaling/v2/namespaces/story4/horizontalpodautoscalers?dryRun=All
{"metadata":{"name":"h"},"spec":{"maxReplicas":3,"scaleTargetRef":{"kind":"Deployment","name":"d","apiVersion":"apps/v1"}}}

POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews
{"spec":{"resourceAttributes":{"verb":"get","resource":"pods","namespace":"x"}}}

POST /apis/authorization.k8s.io/v1/subjectaccessreviews
{"spec":{"user":"system:serviceaccount:story4:default","groups":["system:authenticated"],"resourceAttributes":{"verb":"get","resource":"pods","namespace":"story4"}}}

POST /apis/authorization.k8s.io/v1/subjectaccessreviews
{"spec":{"user":"system:serviceaccount:story4:default","resourceAttributes":{"verb":"delete","resource":"pods","namespace":"story4"}}}

POST /apis/authorization.k8s.io/v1/subjectaccessreviews
{"spec":{}}

POST /apis/authorization.k8s.io/v1/namespaces/story4/localsubjectaccessreviews
{"spec":{"user":"u","resourceAttributes":{"namespace":"story4","verb":"get","resource":"pods"}}}

POST /apis/authentication.k8s.io/v1/tokenreviews
{"spec":{"token":"bad"}}

POST /apis/authentication.k8s.io/v1/selfsubjectreviews
{}

GET /apis/authorization.k8s.io/v1/selfsubjectaccessreviews
