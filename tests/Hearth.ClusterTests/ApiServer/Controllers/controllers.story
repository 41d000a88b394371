# What the controllers of a real Kubernetes make of a few objects. No node runs the pods: the story says how they end.
THERE /api/v1/namespaces/default/serviceaccounts/default

THERE /api/v1/namespaces/default/configmaps/kube-root-ca.crt

# A Deployment makes a ReplicaSet, that makes pods.
QUIET POST /apis/apps/v1/namespaces/default/deployments
{"metadata":{"name":"web"},"spec":{"replicas":2,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}

UNTIL /apis/apps/v1/namespaces/default/deployments/web status.updatedReplicas=2

UNTIL /apis/apps/v1/namespaces/default/deployments/web status.observedGeneration=1

GET /apis/apps/v1/namespaces/default/deployments/web

GET /apis/apps/v1/namespaces/default/replicasets?labelSelector=app=web

GET /api/v1/namespaces/default/pods?labelSelector=app=web

# Endpoints follow the pods that are ready.
QUIET POST /api/v1/namespaces/default/services
{"metadata":{"name":"web"},"spec":{"selector":{"app":"web"},"ports":[{"name":"http","port":80,"targetPort":8080}]}}

# The slice is made empty first; where its controller comes late it is made once, with all in it.
UNTIL /apis/discovery.k8s.io/v1/namespaces/default/endpointslices?labelSelector=kubernetes.io/service-name=web items.0.metadata.generation=1

# The slices leave out pods without a node.
QUIET POST /api/v1/nodes
{"metadata":{"name":"n1"},"status":{"conditions":[{"type":"Ready","status":"True","reason":"KubeletReady","lastHeartbeatTime":"2025-01-01T00:00:00Z","lastTransitionTime":"2025-01-01T00:00:00Z"}]}}

QUIET GET /api/v1/namespaces/default/pods?labelSelector=app=web

QUIET POST /api/v1/namespaces/default/pods/{item}/binding
{"apiVersion":"v1","kind":"Binding","metadata":{"name":"{item}"},"target":{"name":"n1"}}

QUIET PATCH /api/v1/namespaces/default/pods/{item}/status
Content-Type: application/merge-patch+json
{"status":{"phase":"Running","podIP":"10.244.0.5","podIPs":[{"ip":"10.244.0.5"}],"conditions":[{"type":"Ready","status":"True","lastTransitionTime":"2025-01-01T00:00:00Z"}],"containerStatuses":[{"name":"c","image":"i","imageID":"i","ready":true,"restartCount":0,"state":{"running":{"startedAt":"2025-01-01T00:00:00Z"}}}]}}

UNTIL /apis/apps/v1/namespaces/default/deployments/web status.readyReplicas=1

UNTIL /api/v1/namespaces/default/endpoints/web subsets.0.addresses.0.ip=10.244.0.5

GET /api/v1/namespaces/default/endpoints/web

UNTIL /apis/discovery.k8s.io/v1/namespaces/default/endpointslices?labelSelector=kubernetes.io/service-name=web items.0.endpoints.0.addresses.0=10.244.0.5

GET /apis/discovery.k8s.io/v1/namespaces/default/endpointslices?labelSelector=kubernetes.io/service-name=web

# A budget counts them.
QUIET POST /apis/policy/v1/namespaces/default/poddisruptionbudgets
{"metadata":{"name":"web"},"spec":{"minAvailable":1,"selector":{"matchLabels":{"app":"web"}}}}

UNTIL /apis/policy/v1/namespaces/default/poddisruptionbudgets/web status.observedGeneration=1

UNTIL /apis/policy/v1/namespaces/default/poddisruptionbudgets/web status.expectedPods=2

GET /apis/policy/v1/namespaces/default/poddisruptionbudgets/web

# Another template: a second ReplicaSet.
QUIET PATCH /apis/apps/v1/namespaces/default/deployments/web
Content-Type: application/strategic-merge-patch+json
{"spec":{"template":{"spec":{"containers":[{"name":"c","image":"j"}]}}}}

UNTIL /apis/apps/v1/namespaces/default/deployments/web status.observedGeneration=2

UNTIL /apis/apps/v1/namespaces/default/replicasets?labelSelector=app=web items.1.metadata.name=

# Scaled by its subresource.
QUIET POST /apis/apps/v1/namespaces/default/replicasets
{"metadata":{"name":"set"},"spec":{"replicas":1,"selector":{"matchLabels":{"app":"set"}},"template":{"metadata":{"labels":{"app":"set"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}

UNTIL /apis/apps/v1/namespaces/default/replicasets/set status.replicas=1

QUIET PATCH /apis/apps/v1/namespaces/default/replicasets/set/scale
Content-Type: application/merge-patch+json
{"spec":{"replicas":3}}

UNTIL /apis/apps/v1/namespaces/default/replicasets/set status.replicas=3

GET /apis/apps/v1/namespaces/default/replicasets/set

GET /apis/apps/v1/namespaces/default/replicasets/set/scale

# Orphans stay.
QUIET DELETE /apis/apps/v1/namespaces/default/replicasets/set
{"propagationPolicy":"Orphan"}

GONE /apis/apps/v1/namespaces/default/replicasets/set

GET /api/v1/namespaces/default/pods?labelSelector=app=set

# In the foreground the owner goes last. No node confirms the end of the pod that is bound.
QUIET DELETE /api/v1/nodes/n1

QUIET DELETE /apis/apps/v1/namespaces/default/deployments/web
{"propagationPolicy":"Foreground"}

QUIET GET /api/v1/namespaces/default/pods?labelSelector=app=web&fieldSelector=spec.nodeName=n1

QUIET DELETE /api/v1/namespaces/default/pods/{item}
{"gracePeriodSeconds":0}

GONE /apis/apps/v1/namespaces/default/deployments/web

GET /apis/apps/v1/namespaces/default/replicasets?labelSelector=app=web

GET /api/v1/namespaces/default/pods?labelSelector=app=web

# A StatefulSet makes one after the other.
QUIET POST /apis/apps/v1/namespaces/default/statefulsets
{"metadata":{"name":"db"},"spec":{"serviceName":"db","replicas":2,"selector":{"matchLabels":{"app":"db"}},"template":{"metadata":{"labels":{"app":"db"}},"spec":{"containers":[{"name":"c","image":"i"}]}},"volumeClaimTemplates":[{"metadata":{"name":"data"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}]}}

THERE /api/v1/namespaces/default/pods/db-0

UNTIL /apis/apps/v1/namespaces/default/statefulsets/db status.replicas=1

GET /apis/apps/v1/namespaces/default/statefulsets/db

GET /api/v1/namespaces/default/pods/db-0

GET /api/v1/namespaces/default/persistentvolumeclaims/data-db-0

GET /apis/apps/v1/namespaces/default/controllerrevisions

# A Job ends when its pod does, and goes some time later.
QUIET POST /apis/batch/v1/namespaces/default/jobs
{"metadata":{"name":"once"},"spec":{"ttlSecondsAfterFinished":3,"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}}}

UNTIL /apis/batch/v1/namespaces/default/jobs/once status.active=1

GET /api/v1/namespaces/default/pods?labelSelector=job-name=once

QUIET PATCH /api/v1/namespaces/default/pods/{item}/status
Content-Type: application/merge-patch+json
{"status":{"phase":"Succeeded"}}

UNTIL /apis/batch/v1/namespaces/default/jobs/once status.succeeded=1

GET /apis/batch/v1/namespaces/default/jobs/once

GONE /apis/batch/v1/namespaces/default/jobs/once

# Schedules.
QUIET POST /apis/batch/v1/namespaces/default/cronjobs
{"metadata":{"name":"often"},"spec":{"schedule":"* * * * *","suspend":true,"jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}}}}}

GET /apis/batch/v1/namespaces/default/cronjobs/often

# A quota counts.
QUIET POST /api/v1/namespaces
{"metadata":{"name":"small"}}

THERE /api/v1/namespaces/small/serviceaccounts/default

THERE /api/v1/namespaces/small/configmaps/kube-root-ca.crt

QUIET POST /api/v1/namespaces/small/resourcequotas
{"metadata":{"name":"q"},"spec":{"hard":{"configmaps":"3","pods":"1"}}}

UNTIL /api/v1/namespaces/small/resourcequotas/q status.used.configmaps=1

GET /api/v1/namespaces/small/resourcequotas/q

QUIET POST /api/v1/namespaces/small/pods
{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i"}]}}

UNTIL /api/v1/namespaces/small/resourcequotas/q status.used.pods=1

POST /api/v1/namespaces/small/pods
{"metadata":{"name":"p2"},"spec":{"containers":[{"name":"c","image":"i"}]}}

QUIET DELETE /api/v1/namespaces/small/pods/p
{"gracePeriodSeconds":0}

UNTIL /api/v1/namespaces/small/resourcequotas/q status.used.pods=0

# Garbage in the background: a ConfigMap whose owner goes.
QUIET POST /api/v1/namespaces/small/configmaps
{"metadata":{"name":"owner"}}

QUIET POST /api/v1/namespaces/small/configmaps
{"metadata":{"name":"owned","ownerReferences":[{"apiVersion":"v1","kind":"ConfigMap","name":"owner","uid":"{uid}"}]}}

QUIET DELETE /api/v1/namespaces/small/configmaps/owner

GONE /api/v1/namespaces/small/configmaps/owned

# A custom resource is garbage too, as soon as the controllers have heard of its kind.
QUIET DELETE /api/v1/namespaces/small

GONE /api/v1/namespaces/small

GET /api/v1/namespaces/small/configmaps
