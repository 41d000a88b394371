# Views: scales, the two versions of autoscalers, owners of fields as clients state them.

POST /api/v1/namespaces
{"metadata":{"name":"story16"}}

THERE /api/v1/namespaces/story16/configmaps/kube-root-ca.crt

GET /api/v1/namespaces/story16/secrets
Accept: application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io

POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions
{"metadata":{"name":"gs.story16.example.com"},"spec":{"group":"story16.example.com","scope":"Namespaced","names":{"plural":"gs","kind":"G","shortNames":["ga","gb"],"singular":"gone","categories":["all"]},"versions":[{"name":"v1","served":true,"storage":true,"subresources":{"status":{},"scale":{"specReplicasPath":".spec.replicas","statusReplicasPath":".status.replicas","labelSelectorPath":".status.selector"}},"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"replicas":{"type":"integer"},"x":{"type":"string"}}},"status":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}}}]}}

THERE /apis/story16.example.com/v1/namespaces/story16/gs

GET /apis/story16.example.com/v1/namespaces/story16/gs
Accept: application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io

POST /api/v1/namespaces/story16/configmaps
{"metadata":{"name":"m1","managedFields":[{"manager":"m"}]}}

POST /api/v1/namespaces/story16/configmaps
{"metadata":{"name":"m2","managedFields":[{"manager":"m","operation":"Update"}]},"data":{"a":"b"}}

POST /api/v1/namespaces/story16/configmaps
{"metadata":{"name":"m3","managedFields":[{"manager":"m","operation":"Update","apiVersion":"v1","fieldsType":"FieldsV1","fieldsV1":{"f:data":{"f:a":{}}}}]},"data":{"a":"b"}}

POST /api/v1/namespaces/story16/configmaps
{"metadata":{"name":"m4","managedFields":[{"manager":"m","operation":"Update","apiVersion":"v1","fieldsType":"FieldsV2","fieldsV1":{"f:data":{"f:a":{}}}}]},"data":{"a":"b"}}

POST /api/v1/namespaces/story16/configmaps
{"metadata":{"name":"m5","managedFields":[{"manager":"m","operation":"Foo","apiVersion":"v1","fieldsType":"FieldsV1","fieldsV1":{"f:data":{"f:a":{}}}}]},"data":{"a":"b"}}

POST /api/v1/namespaces/story16/configmaps
{"metadata":{"name":"m6","managedFields":[{"manager":"m","operation":"Update","apiVersion":"v1","fieldsType":"FieldsV1","fieldsV1":{"x:data":{"f:a":{}}}}]},"data":{"a":"b"}}

POST /api/v1/namespaces/story16/configmaps
{"metadata":{"name":"m7","managedFields":[{"manager":"m","operation":"Update","apiVersion":"v9","fieldsType":"FieldsV1","fieldsV1":{"f:data":{"f:a":{}}}}]},"data":{"a":"b"}}

POST /api/v1/namespaces/story16/configmaps
{"metadata":{"name":"m8","managedFields":[{}]},"data":{"a":"b"}}

POST /api/v1/namespaces/story16/configmaps
{"metadata":{"name":"m9","managedFields":[]},"data":{"a":"b"}}

POST /api/v1/namespaces/story16/configmaps
{"metadata":{"name":"m10","managedFields":"x"},"data":{"a":"b"}}

POST /api/v1/namespaces/story16/configmaps
{"metadata":{"name":"m11","managedFields":[{"manager":"m","operation":"Apply","apiVersion":"v1","fieldsType":"FieldsV1","fieldsV1":{"f:data":{"f:a":{}}},"time":"2020-01-01T00:00:00Z"}]},"data":{"a":"b","c":"d"}}

POST /api/v1/namespaces/story16/configmaps
{"metadata":{"name":"m12","managedFields":[{"manager":"m","operation":"Update","apiVersion":"v1","subresource":"zzz","fieldsType":"FieldsV1","fieldsV1":{"f:data":{"f:a":{}}},"time":"2020-01-01T00:00:00Z"}]},"data":{"a":"b","c":"d"}}

POST /api/v1/namespaces/story16/configmaps
{"metadata":{"name":"base"},"data":{"a":"b"}}

PATCH /api/v1/namespaces/story16/configmaps/base
Content-Type: application/merge-patch+json
{"metadata":{"managedFields":[{"manager":"m"}]}}

PATCH /api/v1/namespaces/story16/configmaps/base
Content-Type: application/merge-patch+json
{"metadata":{"managedFields":[{}]}}

GET /api/v1/namespaces/story16/configmaps/base

PATCH /api/v1/namespaces/story16/configmaps/base
Content-Type: application/merge-patch+json
{"data":{"q":"r"}}

PATCH /api/v1/namespaces/story16/configmaps/base
Content-Type: application/merge-patch+json
{"metadata":{"managedFields":[]}}

PATCH /api/v1/namespaces/story16/configmaps/base
Content-Type: application/merge-patch+json
{"metadata":{"managedFields":null}}

PATCH /api/v1/namespaces/story16/configmaps/base
Content-Type: application/merge-patch+json
{"metadata":{"managedFields":[{"manager":"m","operation":"Update","apiVersion":"v1","fieldsType":"FieldsV1","fieldsV1":{"f:data":{"f:zz":{}}}}]}}

PATCH /api/v1/namespaces/story16/configmaps/base
Content-Type: application/json-patch+json
[{"op":"replace","path":"/metadata/managedFields","value":[{"manager":"m","operation":"Update","apiVersion":"v1","fieldsType":"FieldsV1","fieldsV1":{"f:data":{"f:zz":5}}}]}]

PUT /api/v1/namespaces/story16/configmaps/base
{"metadata":{"name":"base","managedFields":[{"manager":"other","operation":"Update","apiVersion":"v1","fieldsType":"FieldsV1","fieldsV1":{"f:data":{"f:a":{}}}}]},"data":{"a":"c"}}

PUT /api/v1/namespaces/story16/configmaps/base
{"metadata":{"name":"base","managedFields":[{}]},"data":{"a":"d"}}

PUT /api/v1/namespaces/story16/configmaps/base
{"metadata":{"name":"base","managedFields":[{"manager":"m"}]},"data":{"a":"e"}}

PATCH /api/v1/namespaces/story16/configmaps/base?fieldManager=z
Content-Type: application/apply-patch+yaml
{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"base","managedFields":[]},"data":{"y":"z"}}

PATCH /api/v1/namespaces/story16/configmaps/base?fieldManager=z
Content-Type: application/apply-patch+yaml
{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"base","managedFields":[{"manager":"m"}]},"data":{"y":"z"}}

PATCH /api/v1/namespaces/story16/configmaps/base?fieldManager=z
Content-Type: application/apply-patch+yaml
{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"base","managedFields":null},"data":{"y":"z"}}

POST /apis/story16.example.com/v1/namespaces/story16/gs
{"apiVersion":"story16.example.com/v1","kind":"G","metadata":{"name":"m1","managedFields":[{"manager":"m"}]},"spec":{"x":"y"}}

POST /apis/story16.example.com/v1/namespaces/story16/gs
{"apiVersion":"story16.example.com/v1","kind":"G","metadata":{"name":"m2","managedFields":[{"manager":"m","operation":"Update","apiVersion":"story16.example.com/v1","fieldsType":"FieldsV1","fieldsV1":{"f:spec":{"f:x":{}}}}]},"spec":{"x":"y"}}

PATCH /apis/story16.example.com/v1/namespaces/story16/gs/m1/scale
Content-Type: application/merge-patch+json
{"spec":{"replicas":3}}

GET /apis/story16.example.com/v1/namespaces/story16/gs/m1

PATCH /apis/story16.example.com/v1/namespaces/story16/gs/m1/scale
Content-Type: application/merge-patch+json
{"spec":{"replicas":4}}

PUT /apis/story16.example.com/v1/namespaces/story16/gs/m1/scale
{"kind":"Scale","apiVersion":"autoscaling/v1","metadata":{"name":"m1","namespace":"story16"},"spec":{"replicas":2}}

PUT /apis/story16.example.com/v1/namespaces/story16/gs/m2/scale
{"kind":"Scale","apiVersion":"autoscaling/v1","metadata":{"name":"m2","namespace":"story16"},"spec":{"replicas":2}}

GET /apis/story16.example.com/v1/namespaces/story16/gs/m2

GET /apis/story16.example.com/v1/namespaces/story16/gs/m2/scale

PATCH /apis/story16.example.com/v1/namespaces/story16/gs/m2/scale?fieldManager=kk
Content-Type: application/apply-patch+yaml
{"kind":"Scale","apiVersion":"autoscaling/v1","metadata":{"name":"m2"},"spec":{"replicas":7}}

PATCH /apis/story16.example.com/v1/namespaces/story16/gs/m2/scale?fieldManager=kk&force=true
Content-Type: application/apply-patch+yaml
{"kind":"Scale","apiVersion":"autoscaling/v1","metadata":{"name":"m2"},"spec":{"replicas":7}}

GET /apis/story16.example.com/v1/namespaces/story16/gs/m2

PATCH /apis/story16.example.com/v1/namespaces/story16/gs/m2/scale
Content-Type: application/merge-patch+json
{"spec":{"replicas":null}}

PATCH /apis/story16.example.com/v1/namespaces/story16/gs/m2/scale
Content-Type: application/merge-patch+json
{"spec":{"replicas":"x"}}

PATCH /apis/story16.example.com/v1/namespaces/story16/gs/m2/scale
Content-Type: application/merge-patch+json
{"spec":{"replicas":-1}}

PATCH /apis/story16.example.com/v1/namespaces/story16/gs/m2/scale
Content-Type: application/merge-patch+json
{"spec":{"nope":-1},"foo":1}

PATCH /apis/story16.example.com/v1/namespaces/story16/gs/m2/scale
Content-Type: application/strategic-merge-patch+json
{"spec":{"replicas":1}}

PATCH /apis/story16.example.com/v1/namespaces/story16/gs/m2/scale
Content-Type: application/json-patch+json
[{"op":"replace","path":"/spec/replicas","value":9}]

POST /apis/apps/v1/namespaces/story16/replicasets
{"metadata":{"name":"r","ownerReferences":[]},"spec":{"replicas":0,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}

GET /apis/apps/v1/namespaces/story16/replicasets/r/scale

PATCH /apis/apps/v1/namespaces/story16/replicasets/r/scale?dryRun=All
Content-Type: application/merge-patch+json
{"spec":{"replicas":3}}

PATCH /apis/apps/v1/namespaces/story16/replicasets/r/scale?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"replicas":3}}

PATCH /apis/apps/v1/namespaces/story16/replicasets/r/scale?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"replicas":"x"}}

PATCH /apis/apps/v1/namespaces/story16/replicasets/r/scale?dryRun=All
Content-Type: application/merge-patch+json
{"spec":{"replica":1},"x":2}

PATCH /apis/apps/v1/namespaces/story16/replicasets/r/scale?dryRun=All
Content-Type: application/merge-patch+json
{"spec":{"replicas":null}}

PATCH /apis/apps/v1/namespaces/story16/replicasets/r/scale?dryRun=All
Content-Type: application/merge-patch+json
{"metadata":{"name":"q"}}

PATCH /apis/apps/v1/namespaces/story16/replicasets/r/scale?dryRun=All
Content-Type: application/merge-patch+json
{"metadata":{"resourceVersion":"1"},"spec":{"replicas":2}}

PATCH /apis/apps/v1/namespaces/story16/replicasets/r/scale?dryRun=All
Content-Type: application/json-patch+json
[{"op":"remove","path":"/spec/replicas"}]

PATCH /apis/apps/v1/namespaces/story16/replicasets/r/scale?dryRun=All
Content-Type: application/json-patch+json
[{"op":"test","path":"/spec/replicas","value":7}]

PATCH /apis/apps/v1/namespaces/story16/replicasets/r/scale?dryRun=All
Content-Type: application/json-patch+json
{"spec":1}

PATCH /apis/apps/v1/namespaces/story16/replicasets/r/scale?dryRun=All
Content-Type: application/merge-patch+json
[]

PATCH /apis/apps/v1/namespaces/story16/replicasets/r/scale?dryRun=All
Content-Type: application/merge-patch+json
{"spec

PATCH /apis/apps/v1/namespaces/story16/replicasets/r/scale?fieldManager=kk&dryRun=All
Content-Type: application/apply-patch+yaml
{"kind":"Scale","apiVersion":"autoscaling/v1","metadata":{"name":"r"},"spec":{"replicas":7}}

PATCH /apis/apps/v1/namespaces/story16/replicasets/r/scale?fieldManager=kk&force=true&dryRun=All
Content-Type: application/apply-patch+yaml
{"kind":"Scale","apiVersion":"autoscaling/v1","metadata":{"name":"r"},"spec":{"replicas":7}}

PATCH /apis/apps/v1/namespaces/story16/replicasets/r/scale?fieldManager=kk&force=true&dryRun=All
Content-Type: application/apply-patch+yaml
{"kind":"Scale","apiVersion":"autoscaling/v1","spec":{"replicas":7}}

PATCH /apis/apps/v1/namespaces/story16/replicasets/r/scale?fieldManager=kk&force=true&dryRun=All
Content-Type: application/apply-patch+yaml
{"kind":"Foo","apiVersion":"autoscaling/v1","spec":{"replicas":7}}

PATCH /apis/apps/v1/namespaces/story16/replicasets/r/scale?fieldManager=kk&force=true&dryRun=All
Content-Type: application/apply-patch+yaml
{"kind":"Scale","apiVersion":"autoscaling/v1","spec":{"replicas":7},"x":1}

PUT /apis/apps/v1/namespaces/story16/replicasets/r/scale?dryRun=All
{"metadata":{"name":"r"},"spec":{"replicas":3}}

PUT /apis/apps/v1/namespaces/story16/replicasets/r/scale?dryRun=All
{"metadata":{"name":"q"},"spec":{"replicas":3}}

PUT /apis/apps/v1/namespaces/story16/replicasets/r/scale?dryRun=All
{"metadata":{"name":"r","namespace":"other"},"spec":{"replicas":3}}

PUT /apis/apps/v1/namespaces/story16/replicasets/r/scale?dryRun=All
{"spec":{"replicas":3}}

PUT /apis/apps/v1/namespaces/story16/replicasets/r/scale?dryRun=All
{"metadata":{"name":"r"},"spec":{"replicas":"3"}}

PUT /apis/apps/v1/namespaces/story16/replicasets/r/scale?dryRun=All
{"metadata":{"name":"r"},"spec":{"replicas":-3}}

PUT /apis/apps/v1/namespaces/story16/replicasets/r/scale?dryRun=All
{"metadata":{"name":"r"},"spec":{"replica":3}}

PUT /apis/apps/v1/namespaces/story16/replicasets/r/scale?dryRun=All
{"kind":"Foo","apiVersion":"v1","metadata":{"name":"r"},"spec":{"replica":3}}

PUT /apis/apps/v1/namespaces/story16/replicasets/r/scale?dryRun=All
{"metadata":{"name":"r","uid":"x"},"spec":{"replicas":3}}

PUT /apis/apps/v1/namespaces/story16/replicasets/r/scale?dryRun=All
{"metadata":{"name":"r","resourceVersion":"1"},"spec":{"replicas":3}}

PUT /apis/apps/v1/namespaces/story16/replicasets/nope/scale?dryRun=All
{"metadata":{"name":"nope"},"spec":{"replicas":3}}

GET /apis/apps/v1/namespaces/story16/replicasets/r/scale

GET /apis/apps/v1/namespaces/story16/replicasets/r/scale
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /apis/apps/v1/namespaces/story16/replicasets/r/scale
Accept: application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io

DELETE /apis/apps/v1/namespaces/story16/replicasets/r/scale

POST /apis/apps/v1/namespaces/story16/replicasets/r/scale
{}

POST /apis/apps/v1/namespaces/story16/replicasets/r/status
{}

POST /apis/autoscaling/v2/namespaces/story16/horizontalpodautoscalers
{"metadata":{"name":"h6"},"spec":{"maxReplicas":5,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"nope"},"behavior":{"scaleDown":{"stabilizationWindowSeconds":60,"policies":[{"type":"Pods","value":2,"periodSeconds":30}]}},"metrics":[{"type":"Resource","resource":{"name":"memory","target":{"type":"AverageValue","averageValue":"500Mi"}}},{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":70}}},{"type":"Pods","pods":{"metric":{"name":"qps","selector":{"matchLabels":{"a":"b"}}},"target":{"type":"AverageValue","averageValue":"10"}}},{"type":"External","external":{"metric":{"name":"q"},"target":{"type":"Value","value":"10"}}},{"type":"External","external":{"metric":{"name":"q2","selector":{"matchLabels":{"x":"y"}}},"target":{"type":"AverageValue","averageValue":"10"}}},{"type":"Object","object":{"metric":{"name":"z","selector":{"matchLabels":{"x":"y"}}},"describedObject":{"kind":"Ingress","name":"i","apiVersion":"networking.k8s.io/v1"},"target":{"type":"Value","value":"1"}}},{"type":"Object","object":{"metric":{"name":"z2"},"describedObject":{"kind":"Ingress","name":"i"},"target":{"type":"AverageValue","averageValue":"1"}}},{"type":"ContainerResource","containerResource":{"name":"cpu","container":"c","target":{"type":"Utilization","averageUtilization":50}}},{"type":"ContainerResource","containerResource":{"name":"memory","container":"c","target":{"type":"AverageValue","averageValue":"50"}}},{"type":"Resource","resource":{"name":"cpu","target":{"type":"AverageValue","averageValue":"500m"}}}]}}

GET /apis/autoscaling/v1/namespaces/story16/horizontalpodautoscalers/h6

PATCH /apis/autoscaling/v2/namespaces/story16/horizontalpodautoscalers/h6/status
Content-Type: application/merge-patch+json
{"status":{"currentReplicas":1,"desiredReplicas":2,"conditions":[{"type":"AbleToScale","status":"True","lastTransitionTime":"2020-01-01T00:00:00Z","reason":"R","message":"m"}],"currentMetrics":[{"type":"Resource","resource":{"name":"cpu","current":{"averageUtilization":12,"averageValue":"12m"}}},{"type":"Resource","resource":{"name":"memory","current":{"averageValue":"12Mi"}}},{"type":"Pods","pods":{"metric":{"name":"qps","selector":{"matchLabels":{"a":"b"}}},"current":{"averageValue":"3"}}},{"type":"External","external":{"metric":{"name":"q"},"current":{"value":"4"}}},{"type":"External","external":{"metric":{"name":"q2"},"current":{"averageValue":"4"}}},{"type":"Object","object":{"metric":{"name":"z"},"describedObject":{"kind":"Ingress","name":"i","apiVersion":"networking.k8s.io/v1"},"current":{"value":"1"}}},{"type":"Object","object":{"metric":{"name":"z2"},"describedObject":{"kind":"Ingress","name":"i"},"current":{"averageValue":"1"}}},{"type":"ContainerResource","containerResource":{"name":"cpu","container":"c","current":{"averageUtilization":5,"averageValue":"3"}}}]}}

GET /apis/autoscaling/v1/namespaces/story16/horizontalpodautoscalers/h6

POST /apis/autoscaling/v1/namespaces/story16/horizontalpodautoscalers
{"metadata":{"name":"h7","annotations":{"autoscaling.alpha.kubernetes.io/metrics":"[{\"type\":\"Resource\",\"resource\":{\"name\":\"memory\",\"targetAverageValue\":\"100Mi\"}}]","autoscaling.alpha.kubernetes.io/behavior":"{\"ScaleUp\":{\"StabilizationWindowSeconds\":5,\"Policies\":[{\"Type\":\"Pods\",\"Value\":4,\"PeriodSeconds\":15}]}}"}},"spec":{"maxReplicas":5,"targetCPUUtilizationPercentage":30,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"nope"}}}

GET /apis/autoscaling/v2/namespaces/story16/horizontalpodautoscalers/h7

POST /apis/autoscaling/v2/namespaces/story16/horizontalpodautoscalers
{"metadata":{"name":"h1"},"spec":{"maxReplicas":5,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"nope"},"behavior":{"scaleDown":{"stabilizationWindowSeconds":60,"policies":[{"type":"Pods","value":2,"periodSeconds":30}]}},"metrics":[{"type":"Resource","resource":{"name":"memory","target":{"type":"AverageValue","averageValue":"500Mi"}}},{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":70}}},{"type":"Pods","pods":{"metric":{"name":"qps","selector":{"matchLabels":{"a":"b"}}},"target":{"type":"AverageValue","averageValue":"10"}}},{"type":"External","external":{"metric":{"name":"q"},"target":{"type":"Value","value":"10"}}},{"type":"Object","object":{"metric":{"name":"z"},"describedObject":{"kind":"Ingress","name":"i","apiVersion":"networking.k8s.io/v1"},"target":{"type":"Value","value":"1"}}},{"type":"ContainerResource","containerResource":{"name":"cpu","container":"c","target":{"type":"Utilization","averageUtilization":50}}}]}}

GET /apis/autoscaling/v1/namespaces/story16/horizontalpodautoscalers/h1

GET /apis/autoscaling/v1/namespaces/story16/horizontalpodautoscalers/h1
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /apis/autoscaling/v2/namespaces/story16/horizontalpodautoscalers/h1
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

POST /apis/autoscaling/v1/namespaces/story16/horizontalpodautoscalers
{"metadata":{"name":"h2","annotations":{"x":"y"}},"spec":{"maxReplicas":5,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"nope"}}}

GET /apis/autoscaling/v2/namespaces/story16/horizontalpodautoscalers/h2

POST /apis/autoscaling/v1/namespaces/story16/horizontalpodautoscalers
{"metadata":{"name":"h4","annotations":{"autoscaling.alpha.kubernetes.io/metrics":"garbage"}},"spec":{"maxReplicas":5,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"nope"}}}

GET /apis/autoscaling/v2/namespaces/story16/horizontalpodautoscalers/h4

POST /apis/autoscaling/v2/namespaces/story16/horizontalpodautoscalers
{"metadata":{"name":"h5","annotations":{"autoscaling.alpha.kubernetes.io/metrics":"garbage"}},"spec":{"maxReplicas":5,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"nope"}}}

PATCH /apis/autoscaling/v2/namespaces/story16/horizontalpodautoscalers/h1/status?dryRun=All
Content-Type: application/merge-patch+json
{"status":{"currentReplicas":1,"desiredReplicas":2,"conditions":[{"type":"AbleToScale","status":"True","lastTransitionTime":"2020-01-01T00:00:00Z","reason":"R","message":"m"}],"currentMetrics":[{"type":"Resource","resource":{"name":"cpu","current":{"averageUtilization":12,"averageValue":"12m"}}},{"type":"Resource","resource":{"name":"memory","current":{"averageValue":"12Mi"}}}]}}

# What kubectl applied at the client, applied at the server

POST /api/v1/namespaces/story16/configmaps?fieldManager=kubectl-client-side-apply
{"metadata":{"name":"moved","annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"moved\"},\"data\":{\"a\":\"b\",\"c\":\"d\"}}\n"}},"data":{"a":"b","c":"e"}}

PATCH /api/v1/namespaces/story16/configmaps/moved?fieldManager=other
Content-Type: application/apply-patch+yaml
{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"moved"},"data":{"a":"x"}}

PATCH /api/v1/namespaces/story16/configmaps/moved?fieldManager=kubectl
Content-Type: application/apply-patch+yaml
{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"moved"},"data":{"a":"x","c":"y"}}

PATCH /api/v1/namespaces/story16/configmaps/moved?fieldManager=kubectl
Content-Type: application/apply-patch+yaml
{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"moved"},"data":{"a":"x"}}
