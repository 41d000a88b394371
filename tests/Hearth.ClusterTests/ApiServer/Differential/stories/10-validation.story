# What each kind refuses, completes and drops, one mistake or a few in a line.
POST /api/v1/namespaces
{"metadata":{"name":"story10"}}

THERE /api/v1/namespaces/story10/configmaps/kube-root-ca.crt

# Metadata: looked at as often as each kind's rules do.
POST /api/v1/namespaces/story10/configmaps
{"metadata":{"name":"c"},"data":{"a":"b"}}

PUT /api/v1/namespaces/story10/configmaps/c
{"metadata":{"name":"c","annotations":{"$(X)":""},"finalizers":["nope"],"deletionGracePeriodSeconds":5},"data":{"../x":"","a b":""}}

PUT /api/v1/namespaces/story10/configmaps/c
{"metadata":{"name":"c","resourceVersion":"zz"}}

PATCH /api/v1/namespaces/story10/configmaps/c
Content-Type: application/merge-patch+json
{"metadata":{"uid":"zz"}}

POST /api/v1/namespaces/story10/configmaps?dryRun=All
{"metadata":{"name":"q","generation":-1,"ownerReferences":[{"apiVersion":"x","kind":"","name":"","uid":"u","controller":true},{"apiVersion":"a/b/c","kind":"K","name":"n","uid":"v","controller":true},{"apiVersion":"v1","kind":"Event","name":"e","uid":"w"}],"finalizers":["orphan","foregroundDeletion"]}}

POST /api/v1/namespaces/story10/configmaps?dryRun=All
{"metadata":{"name":"q","generation":7,"resourceVersion":"5","ownerReferences":[{"apiVersion":"v1","kind":"K","name":"n","uid":"u"},{"apiVersion":"v1","kind":"K","name":"n","uid":"u"}]}}

PATCH /api/v1/namespaces/story10/configmaps/c
Content-Type: application/strategic-merge-patch+json
{"metadata":{"labels":{"a":7}}}

PATCH /api/v1/namespaces/story10/configmaps/c
Content-Type: application/strategic-merge-patch+json
{"data":7}

# Core.
POST /api/v1/namespaces?dryRun=All
{"metadata":{"name":"q"},"spec":{"finalizers":["Always","a/b/c","x.y/z"]}}

POST /api/v1/namespaces/story10/services?dryRun=All
{"metadata":{"name":"Q"},"spec":{"clusterIP":"192.0.2.1","ports":[{"port":80}]}}

POST /api/v1/namespaces/story10/services?dryRun=All
{"metadata":{"name":"q"},"spec":{"clusterIPs":["10.96.0.9"],"ports":[{"port":80}]}}

POST /api/v1/namespaces/story10/services?dryRun=All
{"metadata":{"name":"q"},"spec":{"clusterIP":"10.96.5.5","clusterIPs":["10.96.5.5","2001:db8::1"],"ports":[{"port":80}]}}

POST /api/v1/namespaces/story10/services?dryRun=All
{"metadata":{"name":"q"},"spec":{"ipFamilies":["IPv6"],"ports":[{"port":80}]}}

POST /api/v1/namespaces/story10/services?dryRun=All
{"metadata":{"name":"q"},"spec":{"ipFamilyPolicy":"RequireDualStack","ports":[{"port":80}]}}

POST /api/v1/namespaces/story10/services?dryRun=All
{"metadata":{"name":"q"},"spec":{"clusterIP":"None","externalName":"x","externalIPs":["10.0.0.1"],"loadBalancerIP":"10.0.0.2","sessionAffinity":"ClientIP"}}

POST /api/v1/namespaces/story10/services?dryRun=All
{"metadata":{"name":"q"},"spec":{"type":"ExternalName","externalName":"a.b","clusterIP":"10.96.1.1","ipFamilyPolicy":"SingleStack","externalIPs":["10.0.0.1"],"loadBalancerClass":"a b"}}

POST /api/v1/namespaces/story10/endpoints?dryRun=All
{"metadata":{"name":"q"},"subsets":[{"addresses":[{"ip":"x"},{"ip":"127.0.0.1"}]}]}

POST /apis/discovery.k8s.io/v1/namespaces/story10/endpointslices?dryRun=All
{"metadata":{"name":"q"},"addressType":"FQDN","endpoints":[{"addresses":["a_b","a"],"deprecatedTopology":{"x":"y"},"hints":{"forZones":[{"name":"*"},{"name":"z"},{"name":"z"}],"forNodes":[{"name":""}]}}],"ports":[{"port":-1}]}

POST /apis/discovery.k8s.io/v1/namespaces/story10/endpointslices?dryRun=All
{"metadata":{"name":"q"},"addressType":"IPv4","endpoints":[],"ports":[]}

POST /api/v1/namespaces/story10/secrets?dryRun=All
{"metadata":{"name":"q"},"type":"kubernetes.io/dockerconfigjson","data":{".dockerconfigjson":"dg=="}}

POST /api/v1/namespaces/story10/secrets?dryRun=All
{"metadata":{"name":"q"},"type":"kubernetes.io/tls","data":{"tls.crt":"e30=","tls.key":"e30="}}

POST /api/v1/namespaces/story10/serviceaccounts?dryRun=All
{"metadata":{"name":"q"},"secrets":[{"name":"s","namespace":"x","uid":"y"},{}]}

POST /api/v1/namespaces/story10/limitranges?dryRun=All
{"metadata":{},"spec":{"limits":[]}}

POST /api/v1/namespaces/story10/resourcequotas?dryRun=All
{"metadata":{"name":"q"},"spec":{"scopeSelector":{"matchExpressions":[{"scopeName":"BestEffort","operator":"In","values":["a"]}]}}}

POST /api/v1/namespaces/story10/events?dryRun=All
{"metadata":{"name":"Q/x"},"involvedObject":{"kind":"Pod"}}

POST /api/v1/namespaces/story10/events?dryRun=All
{"metadata":{"name":"$(X)"},"involvedObject":{"kind":"Pod","namespace":"story10"},"eventTime":"2025-01-01T00:00:00.000000Z"}

POST /apis/events.k8s.io/v1/namespaces/story10/events?dryRun=All
{"metadata":{"name":"q"},"regarding":{"kind":"Pod"},"deprecatedCount":2,"deprecatedSource":{"host":"h"},"deprecatedFirstTimestamp":"2025-01-01T00:00:00Z","series":{"count":1,"lastObservedTime":"2025-01-01T00:00:00.000000Z"}}

# Rights, and questions about them.
POST /apis/rbac.authorization.k8s.io/v1/namespaces/story10/roles
{"metadata":{"name":"r"},"rules":[]}

PUT /apis/rbac.authorization.k8s.io/v1/namespaces/story10/roles/r
{"metadata":{"name":"r"},"rules":[{"verbs":[]},{"nonResourceURLs":["/x"],"verbs":["get"]}]}

POST /apis/rbac.authorization.k8s.io/v1/clusterroles?dryRun=All
{"metadata":{"name":"q"},"aggregationRule":{"clusterRoleSelectors":[{"matchExpressions":[{"key":"a","operator":"Bad"}]}]}}

POST /apis/rbac.authorization.k8s.io/v1/namespaces/story10/rolebindings?dryRun=All
{"metadata":{"name":"q"},"roleRef":{"kind":"é","name":"a/b"},"subjects":[{"kind":"ServiceAccount","name":"s","apiGroup":"x"}]}

POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews
{"metadata":{"name":"x","labels":{"b":"c","a":"b"}},"spec":{}}

POST /apis/authorization.k8s.io/v1/namespaces/story10/localsubjectaccessreviews
{"metadata":{"name":"x"},"spec":{"user":"u","nonResourceAttributes":{"path":"/x"}}}

POST /apis/authorization.k8s.io/v1/subjectaccessreviews
{"spec":{"user":"u","resourceAttributes":{"verb":"get","resource":"pods","fieldSelector":{},"labelSelector":{"requirements":[{"key":"","operator":"In"},{"key":"a","operator":"Exists","values":["b"]}]}}}}

POST /apis/authorization.k8s.io/v1/subjectaccessreviews
{"spec":{"user":"u","resourceAttributes":"text"}}

POST /apis/authorization.k8s.io/v1/selfsubjectrulesreviews
{"spec":{}}

POST /apis/authentication.k8s.io/v1/tokenreviews
{"metadata":{"name":"x","labels":{"a":"b"},"generation":5,"deletionGracePeriodSeconds":5},"spec":{"token":"x"}}

POST /api/v1/namespaces/story10/serviceaccounts/default/token
{"metadata":{"name":"other"},"spec":{"expirationSeconds":5}}

POST /api/v1/namespaces/story10/serviceaccounts/default/token
{"metadata":{"labels":{"a":"b"},"deletionGracePeriodSeconds":3},"spec":{"audiences":["a"]}}

POST /api/v1/namespaces/story10/serviceaccounts/default/token
{"spec":{"boundObjectRef":{"kind":"X","apiVersion":"apps/v1"}}}

# Storage, nodes, scheduling.
POST /apis/storage.k8s.io/v1/storageclasses?dryRun=All
{"metadata":{"name":"q"},"provisioner":"@daily","parameters":{"":"x"},"allowedTopologies":[{"matchLabelExpressions":[{"key":"bad_name!","values":["v","v"]},{"key":"k"}]},{"matchLabelExpressions":[]}]}

POST /apis/storage.k8s.io/v1/csinodes?dryRun=All
{"metadata":{"name":"q"},"spec":{"drivers":[{"name":"","nodeID":"n","topologyKeys":["a/b/c"]}]}}

POST /apis/storage.k8s.io/v1/csinodes
{"metadata":{"name":"story10"},"spec":{"drivers":[{"name":"a.b","nodeID":"n","topologyKeys":["k"]}]}}

PATCH /apis/storage.k8s.io/v1/csinodes/story10
Content-Type: application/merge-patch+json
{"spec":{"drivers":[{"name":"a.b","nodeID":"m","topologyKeys":["k"]},{"name":"100%","nodeID":"m","topologyKeys":["k"]}]}}

DELETE /apis/storage.k8s.io/v1/csinodes/story10

POST /apis/storage.k8s.io/v1/volumeattachments?dryRun=All
{"metadata":{"name":"q"},"spec":{"nodeName":"n","source":{"persistentVolumeName":"rel/../x"}}}

POST /apis/scheduling.k8s.io/v1/priorityclasses?dryRun=All
{"metadata":{"name":"q"},"value":5,"preemptionPolicy":"Equal"}

POST /apis/node.k8s.io/v1/runtimeclasses?dryRun=All
{"metadata":{"name":"q"},"handler":"h","scheduling":{"tolerations":[{"operator":"Equal"},{"key":"k","operator":"Exists"},{"key":"k","operator":"Exists"}]}}

POST /apis/coordination.k8s.io/v1/namespaces/story10/leases?dryRun=All
{"metadata":{"name":"q","generation":9},"spec":{"strategy":"x","preferredHolder":"y"}}

# Networking, autoscaling, certificates, API services.
POST /apis/networking.k8s.io/v1/ingressclasses
{"metadata":{"name":"story10"},"spec":{"controller":"a.b/c"}}

PUT /apis/networking.k8s.io/v1/ingressclasses/story10
{"metadata":{"name":"story10"},"spec":{"controller":"@daily","parameters":{"scope":"Cluster"}}}

DELETE /apis/networking.k8s.io/v1/ingressclasses/story10

POST /apis/networking.k8s.io/v1/namespaces/story10/networkpolicies
{"metadata":{"name":"n"},"spec":{"podSelector":{}}}

PUT /apis/networking.k8s.io/v1/namespaces/story10/networkpolicies/n
{"metadata":{"name":"n"},"spec":{"podSelector":{},"policyTypes":["TCP"]}}

POST /apis/autoscaling/v2/namespaces/story10/horizontalpodautoscalers?dryRun=All
{"metadata":{"name":"q"},"spec":{"maxReplicas":3,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"},"metrics":[{"type":"Never"},{"type":"Object","object":{"describedObject":{"kind":"a/b"},"metric":{"name":""},"target":{"type":"x","value":"-1"}}},{"type":"Pods","pods":{"metric":{"name":"m"},"target":{"type":"Value"}},"resource":{"name":"cpu","target":{"type":"Utilization"}}},{"type":"ContainerResource","containerResource":{"name":"cpu","container":"","target":{"type":"Utilization","averageUtilization":0}}}]}}

POST /apis/autoscaling/v1/namespaces/story10/horizontalpodautoscalers?dryRun=All
{"metadata":{"name":"q"},"spec":{"maxReplicas":3,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"}}}

POST /apis/certificates.k8s.io/v1/certificatesigningrequests?dryRun=All
{"metadata":{"name":"Always"},"spec":{"request":"dg==","signerName":"UDP","usages":["client auth","client auth","no"],"expirationSeconds":5}}

POST /apis/apiregistration.k8s.io/v1/apiservices?dryRun=All
{"metadata":{"name":"x"},"spec":{"group":"A","version":"1","groupPriorityMinimum":0,"versionPriority":2000,"insecureSkipTLSVerify":true,"caBundle":"dg==","service":{"name":"","port":99999}}}

POST /apis/apiregistration.k8s.io/v1/apiservices?dryRun=All
{"metadata":{"name":"v1.none.example.com"},"spec":{"group":"none.example.com","version":"v1","groupPriorityMinimum":10,"versionPriority":10,"insecureSkipTLSVerify":true}}

# Webhooks.
POST /apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations?dryRun=All
{"metadata":{"name":"q","finalizers":["any"]},"webhooks":[{"name":"a.b.c","clientConfig":{"url":"::1"},"sideEffects":"None","admissionReviewVersions":["v1"]},{"name":"a.b.d","clientConfig":{"service":{"name":"s","namespace":"","path":"/a//B"}},"sideEffects":"None","admissionReviewVersions":["v1"]}]}

# Definitions.
POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions?dryRun=All
{"metadata":{"name":"Q"},"spec":{"group":"story10.example.com","scope":"Namespaced","names":{"plural":"qs","kind":"Q"},"conversion":{},"versions":[{"name":"UDP","served":true,"storage":false,"deprecationWarning":"x","selectableFields":[{"jsonPath":"b"}],"subresources":{"scale":{"specReplicasPath":"x","statusReplicasPath":".spec.x"}},"schema":{"openAPIV3Schema":{"type":"object"}}}]}}

POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions?dryRun=All
{"metadata":{"name":"qs.story10.example.com"},"spec":{"group":"story10.example.com","scope":"Namespaced","names":{"plural":"qs","kind":"Q"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","nullable":true,"properties":{"a":{"type":"integer","x-kubernetes-list-type":"map","x-kubernetes-map-type":"bad"},"b":{"type":"array","x-kubernetes-list-map-keys":["k"],"uniqueItems":true,"items":{"type":"string","id":"i"}},"c":{"type":"object","x-kubernetes-preserve-unknown-fields":false,"properties":{"x":{"type":"string"}},"additionalProperties":{"type":"string"}},"d":{"type":"string","$ref":"#/x"}}}}}]}}

POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions?dryRun=All
{"metadata":{"name":"qs.story10.example.com"},"spec":{"group":"story10.example.com","scope":"Namespaced","names":{"plural":"qs","kind":"Q"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"a":{"type":"integer","minimum":3,"default":1},"b":{"type":"string","pattern":"(?!a)","oneOf":[{"type":"string"},{"title":"t","default":1}]},"c":{"type":"object","x-kubernetes-embedded-resource":true},"d":{"type":"integer","x-kubernetes-int-or-string":true},"e":{},"f":{"type":"array","items":{}}}}}}]}}

POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions
{"metadata":{"name":"story10s.story10.example.com"},"spec":{"group":"story10.example.com","scope":"Namespaced","names":{"plural":"story10s","kind":"Story10"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","required":["spec"],"properties":{"spec":{"type":"object","maxProperties":6,"properties":{"n":{"type":"integer","minimum":2.5,"maximum":7.5,"multipleOf":0.5},"one":{"type":"array","maxItems":1,"items":{"type":"number"}},"e":{"type":"object","x-kubernetes-embedded-resource":true,"x-kubernetes-preserve-unknown-fields":true},"book":{"type":"string","format":"isbn"},"card":{"type":"string","format":"creditcard"},"color":{"type":"string","format":"rgbcolor"}}}}}}}]}}

THERE /apis/story10.example.com/v1/namespaces/story10/story10s

POST /apis/story10.example.com/v1/namespaces/story10/story10s
{"apiVersion":"story10.example.com/v1","kind":"Story10","metadata":{"name":"q"},"spec":null}

POST /apis/story10.example.com/v1/namespaces/story10/story10s
{"apiVersion":"story10.example.com/v1","kind":"Story10","metadata":{"name":"q"},"spec":{"n":1,"one":[1,2]}}

POST /apis/story10.example.com/v1/namespaces/story10/story10s
{"apiVersion":"story10.example.com/v1","kind":"Story10","metadata":{"name":"q"},"spec":{"one":[1],"e":{"apiVersion":"a/b/c","kind":"a b"},"book":"1","card":"2","color":"rgb(300,0,0)"}}

PATCH /apis/story10.example.com/v1/namespaces/story10/story10s/q
Content-Type: text/plain
{}

GET /apis/story10.example.com/v1/namespaces/story10/story10s?labelSelector=-a%3Db

GET /apis/story10.example.com/v1/namespaces/story10/story10s?labelSelector=a%3Db,

DELETE /api/v1/namespaces/story10/configmaps/c?resourceVersion=1

DELETE /apis/apiextensions.k8s.io/v1/customresourcedefinitions/story10s.story10.example.com

DELETE /api/v1/namespaces/story10
