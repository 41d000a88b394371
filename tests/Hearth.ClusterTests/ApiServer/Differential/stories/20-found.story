# What random comparisons found: numbers of custom resources that are whole or real by how they are written, nulls in lists of a merge patch, formats, and more below.

POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions
{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"ns.numbers.example.com"},"spec":{"group":"numbers.example.com","scope":"Namespaced","names":{"plural":"ns","singular":"n","kind":"N","listKind":"NList"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"least":{"type":"number","minimum":2.5},"most":{"type":"integer","maximum":7.5},"half":{"type":"number","multipleOf":0.5},"rule":{"type":"integer","x-kubernetes-validations":[{"rule":"self < 10"}]},"set":{"type":"array","items":{"type":"number"},"x-kubernetes-list-type":"set"},"list":{"type":"array","items":{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string","nullable":true}}}},"four":{"type":"string","format":"ipv4"},"six":{"type":"string","format":"ipv6"},"bytes":{"type":"string","format":"byte"},"free":{"x-kubernetes-preserve-unknown-fields":true}}}}}}}]}}

THERE /apis/numbers.example.com/v1/namespaces/default/ns

POST /apis/numbers.example.com/v1/namespaces/default/ns?dryRun=All
{"apiVersion":"numbers.example.com/v1","kind":"N","metadata":{"name":"a"},"spec":{"least":2,"most":8}}

POST /apis/numbers.example.com/v1/namespaces/default/ns?dryRun=All
{"apiVersion":"numbers.example.com/v1","kind":"N","metadata":{"name":"a"},"spec":{"least":2.0,"most":8.0,"half":1}}

POST /apis/numbers.example.com/v1/namespaces/default/ns?dryRun=All
{"apiVersion":"numbers.example.com/v1","kind":"N","metadata":{"name":"a"},"spec":{"least":1e0,"most":1e2,"half":2.0}}

POST /apis/numbers.example.com/v1/namespaces/default/ns?dryRun=All
{"apiVersion":"numbers.example.com/v1","kind":"N","metadata":{"name":"a"},"spec":{"half":2.5,"most":7.0,"rule":9.0,"set":[1,1.0,2]}}

POST /apis/numbers.example.com/v1/namespaces/default/ns?dryRun=All
{"apiVersion":"numbers.example.com/v1","kind":"N","metadata":{"name":"a"},"spec":{"rule":11.0,"set":[1.0,1e0]}}

POST /apis/numbers.example.com/v1/namespaces/default/ns?dryRun=All
{"apiVersion":"numbers.example.com/v1","kind":"N","metadata":{"name":"a"},"spec":{"free":{"a":2.0,"b":1e2,"c":-0.0,"d":1e20,"e":1e15,"f":[3.0]},"set":[0.0,0]}}

POST /apis/numbers.example.com/v1/namespaces/default/ns?dryRun=All
{"apiVersion":"numbers.example.com/v1","kind":"N","metadata":{"name":"a"},"spec":{"four":"::ffff:1.2.3.4","six":"::ffff:1.2.3.4","bytes":"aGk="}}

POST /apis/numbers.example.com/v1/namespaces/default/ns?dryRun=All
{"apiVersion":"numbers.example.com/v1","kind":"N","metadata":{"name":"a"},"spec":{"four":"010.0.0.1","six":"fe80::1%eth0","bytes":"aG k="}}

POST /apis/numbers.example.com/v1/namespaces/default/ns?dryRun=All
{"apiVersion":"numbers.example.com/v1","kind":"N","metadata":{"name":"a"},"spec":{"four":"1.2.3","six":"1.2.3.4","bytes":"aG\nk="}}

POST /apis/numbers.example.com/v1/namespaces/default/ns
{"apiVersion":"numbers.example.com/v1","kind":"N","metadata":{"name":"a"},"spec":{"least":3.0,"list":[{"a":"x"}]}}

PATCH /apis/numbers.example.com/v1/namespaces/default/ns/a?dryRun=All
Content-Type: application/merge-patch+json
{"spec":{"list":[{"a":null,"b":null}],"free":[null,{"x":null,"y":[{"z":null}]}]}}

PATCH /apis/numbers.example.com/v1/namespaces/default/ns/a?dryRun=All
Content-Type: application/merge-patch+json
{"spec":{"free":{"a":{"b":null},"c":[null]},"least":2.0}}

PATCH /apis/numbers.example.com/v1/namespaces/default/ns/a?dryRun=All&fieldValidation=Strict
Content-Type: application/merge-patch+json
{"spec":{"unknown":[null]},"more":[{"a":null}]}

PATCH /apis/numbers.example.com/v1/namespaces/default/ns/a?dryRun=All&fieldManager=m&force=true
Content-Type: application/apply-patch+yaml
{"apiVersion":"numbers.example.com/v1","kind":"N","metadata":{"name":"a"},"spec":{"least":2.0,"most":8.0}}

POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions?dryRun=All
{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"ms.numbers.example.com"},"spec":{"group":"numbers.example.com","scope":"Namespaced","names":{"plural":"ms","singular":"m","kind":"M"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"a":{"type":"number","maximum":10,"default":1e2},"b":{"type":"object","properties":{"c":{"type":"number","maximum":10}},"default":{"c":2e1}}}}}}]}}

DELETE /apis/apiextensions.k8s.io/v1/customresourcedefinitions/ns.numbers.example.com

# the first value of a wrong type is told, unless one comes that reads itself: times, amounts, ports
POST /api/v1/namespaces/default/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","generation":"1","labels":[]},"spec":{"containers":[{"name":"c","image":1,"resources":{"limits":{"cpu":{}}}}]}}

POST /api/v1/namespaces/default/services?dryRun=All
{"apiVersion":"v1","kind":"Service","metadata":{"name":1},"spec":{"ports":[{"port":"x","targetPort":true}]}}

POST /api/v1/namespaces/default/services?dryRun=All
{"apiVersion":"v1","kind":"Service","metadata":{"name":1,"creationTimestamp":[]},"spec":{"ports":[{"port":"x","targetPort":true}]}}

POST /apis/batch/v1/namespaces/default/jobs?dryRun=All
{"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"a","generation":"1"},"spec":true,"status":{"startTime":[]}}

POST /apis/batch/v1/namespaces/default/jobs?dryRun=All
{"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"a","generation":"1"},"spec":true,"status":{"startTime":"yesterday"}}

POST /api/v1/namespaces/default/secrets?dryRun=All
{"apiVersion":"v1","kind":"Secret","metadata":{"name":true},"data":{"a":"!"}}

POST /api/v1/namespaces/default/secrets?dryRun=All
{"apiVersion":"v1","kind":"Secret","data":{"a":"!","b":1},"metadata":{"name":true}}

POST /api/v1/namespaces/default/configmaps?dryRun=All
{"apiVersion":"v1","kind":"ConfigMap","data":[],"metadata":{"name":true,"deletionTimestamp":1}}

POST /apis/policy/v1/namespaces/default/poddisruptionbudgets?dryRun=All
{"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":true},"spec":{"minAvailable":[]}}

# selectors of fields that a kind does not have
GET /api/v1/nodes?fieldSelector=metadata.namespace%3Ddefault

GET /api/v1/namespaces?fieldSelector=metadata.namespace%3Ddefault

GET /api/v1/persistentvolumes?fieldSelector=metadata.namespace%3Ddefault

GET /apis/batch/v1/namespaces/default/jobs?fieldSelector=status.phase%3DPending

GET /apis/batch/v1/namespaces/default/cronjobs?fieldSelector=status.phase%3DPending

GET /apis/apps/v1/namespaces/default/replicasets?fieldSelector=status.phase%3DPending

GET /apis/apps/v1/namespaces/default/deployments?fieldSelector=spec.replicas%3D1

GET /apis/storage.k8s.io/v1/storageclasses?fieldSelector=provisioner%3Dx

GET /apis/storage.k8s.io/v1/storageclasses?fieldSelector=metadata.namespace%3Dx

GET /apis/certificates.k8s.io/v1/certificatesigningrequests?fieldSelector=spec.usages%3Dx

GET /apis/apiextensions.k8s.io/v1/customresourcedefinitions?fieldSelector=spec.group%3Dx

GET /apis/rbac.authorization.k8s.io/v1/clusterroles?fieldSelector=a%3Dx

GET /apis/coordination.k8s.io/v1/leases?fieldSelector=spec.holderIdentity%3Dx

GET /api/v1/services?fieldSelector=spec.type%3DClusterIP,spec.clusterIP%3D10.96.0.1,status.x%3D1

GET /api/v1/events?fieldSelector=type%3DNormal,count%3D1

GET /apis/events.k8s.io/v1/events?fieldSelector=regarding.name%3Dx

GET /api/v1/secrets?fieldSelector=type%3DOpaque,data%3D1

GET /api/v1/configmaps?fieldSelector=data%3D1

GET /api/v1/replicationcontrollers?fieldSelector=status.replicas%3D1,spec.replicas%3D1

GET /apis/apps/v1/replicasets?fieldSelector=status.replicas%3D1

GET /apis/resource.k8s.io/v1/resourceslices?fieldSelector=spec.nodeName%3Dx,metadata.namespace%3Dx

GET /apis/certificates.k8s.io/v1/certificatesigningrequests?fieldSelector=metadata.namespace%3Dx

GET /apis/apiextensions.k8s.io/v1/customresourcedefinitions?fieldSelector=metadata.namespace%3Dx

GET /apis/batch/v1/jobs?fieldSelector=status.successful%3D1

# addresses, selectors of parameters, accepted names, statuses of claims
POST /api/v1/namespaces/default/services
{"apiVersion":"v1","kind":"Service","metadata":{"name":"n20"},"spec":{"clusterIP":"None","ports":[{"port":80}]}}

PUT /api/v1/namespaces/default/services/n20?dryRun=All
{"apiVersion":"v1","kind":"Service","metadata":{"name":"n20"},"spec":{"clusterIP":"In","ports":[{"port":80}]}}

PUT /api/v1/namespaces/default/services/n20?dryRun=All
{"apiVersion":"v1","kind":"Service","metadata":{"name":"n20"},"spec":{"clusterIP":"","ports":[{"port":80}]}}

PUT /api/v1/namespaces/default/services/n20?dryRun=All
{"apiVersion":"v1","kind":"Service","metadata":{"name":"n20"},"spec":{"clusterIP":"10.96.0.77","ports":[{"port":80}]}}

PUT /api/v1/namespaces/default/services/n20?dryRun=All
{"apiVersion":"v1","kind":"Service","metadata":{"name":"n20"},"spec":{"clusterIPs":["None"],"ports":[{"port":80}]}}

PUT /api/v1/namespaces/default/services/n20?dryRun=All
{"apiVersion":"v1","kind":"Service","metadata":{"name":"n20"},"spec":{"clusterIPs":["10.96.0.77"],"ports":[{"port":80}]}}

DELETE /api/v1/namespaces/default/services/n20

POST /apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings?dryRun=All
{"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingAdmissionPolicyBinding","metadata":{"name":"b"},"spec":{"policyName":"p","validationActions":["Deny"],"paramRef":{"name":"c","parameterNotFoundAction":"Deny","selector":{"matchLabels":{"a":"*/5 *"}}}}}

POST /apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings?dryRun=All
{"apiVersion":"admissionregistration.k8s.io/v1","kind":"ValidatingAdmissionPolicyBinding","metadata":{"name":"b"},"spec":{"policyName":"p","validationActions":["Deny"],"paramRef":{"parameterNotFoundAction":"Deny","selector":{"matchLabels":{"a":"*/5 *"}}}}}

POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions
{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"ks.numbers.example.com"},"spec":{"group":"numbers.example.com","scope":"Namespaced","names":{"plural":"ks","singular":"k","kind":"K","listKind":"KList"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"}}}]}}

THERE /apis/numbers.example.com/v1/namespaces/default/ks

PATCH /apis/apiextensions.k8s.io/v1/customresourcedefinitions/ks.numbers.example.com/status?dryRun=All
Content-Type: application/merge-patch+json
{"status":{"acceptedNames":{"plural":"::1","singular":"","kind":"A/b","listKind":"-x","shortNames":["v1","*"],"categories":["A"]}}}

PATCH /apis/apiextensions.k8s.io/v1/customresourcedefinitions/ks.numbers.example.com/status?dryRun=All
Content-Type: application/merge-patch+json
{"status":{"acceptedNames":{"kind":"Same","listKind":"Same"}}}

DELETE /apis/apiextensions.k8s.io/v1/customresourcedefinitions/ks.numbers.example.com

POST /api/v1/namespaces/default/pods
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"n20"},"spec":{"schedulerName":"nobody","containers":[{"name":"c","image":"i"}]}}

PATCH /api/v1/namespaces/default/pods/n20/status?dryRun=All
Content-Type: application/merge-patch+json
{"status":{"resourceClaimStatuses":[{"name":"-x"},{"name":"a"},{"name":"a"}]}}

DELETE /api/v1/namespaces/default/pods/n20?gracePeriodSeconds=0

# paths of managers, warnings of deleted jobs, the order of mistakes in collections
POST /apis/batch/v1/namespaces/default/jobs?dryRun=All
{"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"a"},"spec":{"managedBy":"*/5 * * *","template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}}}

POST /apis/batch/v1/namespaces/default/jobs?dryRun=All
{"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"a"},"spec":{"managedBy":"acme.io/foo%20bar/!","template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}}}

DELETE /apis/batch/v1/namespaces/default/jobs/none?dryRun=All

DELETE /apis/batch/v1/namespaces/default/jobs/none?dryRun=Bad

DELETE /apis/batch/v1/namespaces/default/jobs/none
{"dryRun":["Bad"]}

DELETE /apis/batch/v1/namespaces/default/jobs?timeoutSeconds=x&dryRun=All

DELETE /apis/apps/v1/namespaces/default/deployments?timeoutSeconds=x&dryRun=All
{"dryRun":["All"],"propagationPolicy":"Bad"}

DELETE /apis/apps/v1/namespaces/default/deployments?fieldSelector=a%3Db&dryRun=All
{"propagationPolicy":"Bad"}

POST /apis/storage.k8s.io/v1/volumeattachments
{"apiVersion":"storage.k8s.io/v1","kind":"VolumeAttachment","metadata":{"name":"b20"},"spec":{"attacher":"a_b","source":{"persistentVolumeName":"p"}}}

POST /apis/storage.k8s.io/v1/volumeattachments
{"apiVersion":"storage.k8s.io/v1","kind":"VolumeAttachment","metadata":{"name":"a20"},"spec":{"attacher":"a.example.com","nodeName":"n","source":{"persistentVolumeName":"p"}}}

PATCH /apis/storage.k8s.io/v1/volumeattachments/a20?dryRun=All
Content-Type: application/merge-patch+json
{"spec":{"attacher":"é","nodeName":null}}

DELETE /apis/storage.k8s.io/v1/volumeattachments/a20

# a status says nothing of the end of a pod
POST /api/v1/namespaces/default/pods
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"e20","finalizers":["example.com/f"]},"spec":{"nodeName":"none","containers":[{"name":"c","image":"i"}]}}

PATCH /api/v1/namespaces/default/pods/e20/status
Content-Type: application/merge-patch+json
{"metadata":{"deletionTimestamp":"2025-01-01T00:00:00Z"},"status":{"message":"m"}}

DELETE /api/v1/namespaces/default/pods/e20?gracePeriodSeconds=0

PATCH /api/v1/namespaces/default/pods/e20/status
Content-Type: application/merge-patch+json
{"metadata":{"deletionTimestamp":"2025-01-01T00:00:00Z"},"status":{"message":"n"}}

PATCH /api/v1/namespaces/default/pods/e20
Content-Type: application/merge-patch+json
{"metadata":{"finalizers":null}}

# What an applied object leaves free goes without a warning; unknown fields are told in order, with every key of a map.

POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions
{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"frees.free.example.com"},"spec":{"group":"free.example.com","scope":"Namespaced","names":{"plural":"frees","singular":"free","kind":"Free","listKind":"FreeList"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","x":1,"properties":{"empty":{"type":"object","deprecated":true,"properties":{}},"none":{"type":"object"},"triggers":{"type":"array","items":{"type":"object","properties":{"metadata":{"type":"object","additionalProperties":{"type":"string"}}}}},"inner":{"type":"object","x-kubernetes-embedded-resource":true,"properties":{"a":{"type":"string"}}}}}}}}}]}}

THERE /apis/free.example.com/v1/namespaces/default/frees

PATCH /apis/free.example.com/v1/namespaces/default/frees/n?dryRun=All&fieldManager=m
Content-Type: application/apply-patch+yaml
{"apiVersion":"free.example.com/v1","kind":"Free","metadata":{"name":"n"},"spec":{"empty":{"z":[1]},"none":{"z":{"y":1}}}}

PATCH /apis/free.example.com/v1/namespaces/default/frees/n?dryRun=All&fieldManager=m&fieldValidation=Strict
Content-Type: application/apply-patch+yaml
{"apiVersion":"free.example.com/v1","kind":"Free","metadata":{"name":"n"},"spec":{"empty":{"z":[1]},"none":{"z":{"y":1}}}}

POST /apis/free.example.com/v1/namespaces/default/frees?dryRun=All
{"apiVersion":"free.example.com/v1","kind":"Free","metadata":{"name":"n","zz":1,"a":2},"z":1,"spec":{"empty":{"z":[1]},"triggers":[{},{"metadata":{"z":{"a":1}}},{"z":1,"metadata":{"b":"c"}}],"inner":{"apiVersion":"v1","kind":"X","metadata":{"y":1},"b":1},"zz":1}}

POST /apis/free.example.com/v1/namespaces/default/frees?dryRun=All&fieldValidation=Strict
{"apiVersion":"free.example.com/v1","kind":"Free","metadata":{"name":"n","zz":1},"spec":{"triggers":[{},{"metadata":{"z":{"a":1}}},{"z":1}],"inner":{"apiVersion":"v1","kind":"X","metadata":{"y":1}}}}
