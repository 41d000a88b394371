# Every verb on the simplest kind.
POST /api/v1/namespaces
{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"story1"}}

THERE /api/v1/namespaces/story1/configmaps/kube-root-ca.crt

POST /api/v1/namespaces
{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"story1"}}

POST /api/v1/namespaces/story1/configmaps
{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","labels":{"app":"x"}},"data":{"k":"v"}}

POST /api/v1/namespaces/story1/configmaps
{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"k":"v"}}

GET /api/v1/namespaces/story1/configmaps/a

GET /api/v1/namespaces/story1/configmaps/missing

PUT /api/v1/namespaces/story1/configmaps/a
{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","labels":{"app":"x"}},"data":{"k":"v2"}}

PUT /api/v1/namespaces/story1/configmaps/a
{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","resourceVersion":"1"},"data":{"k":"v2"}}

PUT /api/v1/namespaces/story1/configmaps/b
{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"b"},"data":{"k":"v2"}}

PUT /api/v1/namespaces/story1/configmaps/a
{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"other"},"data":{"k":"v2"}}

PUT /api/v1/namespaces/story1/configmaps/a
{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","namespace":"elsewhere"},"data":{"k":"v2"}}

PUT /api/v1/namespaces/story1/configmaps/a
{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","uid":"nope"},"data":{"k":"v2"}}

PATCH /api/v1/namespaces/story1/configmaps/a
Content-Type: application/merge-patch+json
{"data":{"m":"1","k":null}}

PATCH /api/v1/namespaces/story1/configmaps/a
Content-Type: application/strategic-merge-patch+json
{"metadata":{"labels":{"s":"1"}},"data":{"n":"2"}}

PATCH /api/v1/namespaces/story1/configmaps/a
Content-Type: application/json-patch+json
[{"op":"add","path":"/data/j","value":"3"},{"op":"remove","path":"/data/n"}]

PATCH /api/v1/namespaces/story1/configmaps/a
Content-Type: application/json-patch+json
[{"op":"remove","path":"/data/zzz"}]

PATCH /api/v1/namespaces/story1/configmaps/a
Content-Type: application/json-patch+json
[{"op":"test","path":"/data/j","value":"4"}]

PATCH /api/v1/namespaces/story1/configmaps/a
Content-Type: application/json-patch+json
{"op":"test"}

PATCH /api/v1/namespaces/story1/configmaps/a
Content-Type: application/merge-patch+json
not json

PATCH /api/v1/namespaces/story1/configmaps/a
Content-Type: application/foo
{}

PATCH /api/v1/namespaces/story1/configmaps/a?fieldManager=one
Content-Type: application/apply-patch+yaml
{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"applied":"1"}}

PATCH /api/v1/namespaces/story1/configmaps/a?fieldManager=two
Content-Type: application/apply-patch+yaml
{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"applied":"2"}}

PATCH /api/v1/namespaces/story1/configmaps/a?fieldManager=two&force=true
Content-Type: application/apply-patch+yaml
{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"applied":"2"}}

PATCH /api/v1/namespaces/story1/configmaps/a?fieldManager=two
Content-Type: application/apply-patch+yaml
{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"other":"2"}}

PATCH /api/v1/namespaces/story1/configmaps/a
Content-Type: application/apply-patch+yaml
{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"other":"2"}}

PATCH /api/v1/namespaces/story1/configmaps/new?fieldManager=two
Content-Type: application/apply-patch+yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: new
  labels: {app: x2}
data:
  a: "1"

GET /api/v1/namespaces/story1/configmaps?labelSelector=app%3Dx

GET /api/v1/namespaces/story1/configmaps?labelSelector=app%20in%20(x,y)

GET /api/v1/namespaces/story1/configmaps?labelSelector=!app

GET /api/v1/namespaces/story1/configmaps?labelSelector=app%3D%3D%3Dx

GET /api/v1/namespaces/story1/configmaps?labelSelector=app%20foo%20x

GET /api/v1/namespaces/story1/configmaps?fieldSelector=metadata.name%3Da

GET /api/v1/namespaces/story1/configmaps?fieldSelector=metadata.name!%3Da

GET /api/v1/namespaces/story1/configmaps?fieldSelector=data.k%3Da

GET /api/v1/namespaces/story1/configmaps?limit=1

GET /api/v1/namespaces/story1/configmaps?limit=1&continue={continue}

GET /api/v1/namespaces/story1/configmaps?limit=1&continue=bad

GET /api/v1/namespaces/story1/configmaps?resourceVersion=abc

GET /api/v1/namespaces/story1/configmaps?resourceVersion=0

GET /api/v1/namespaces/story1/configmaps?resourceVersionMatch=Exact

GET /api/v1/namespaces/story1/configmaps?resourceVersionMatch=Foo&resourceVersion=1

GET /api/v1/namespaces/story1/configmaps?resourceVersionMatch=Exact&resourceVersion=0

GET /api/v1/namespaces/story1/configmaps
Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json

GET /api/v1/namespaces/story1/configmaps/a
Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json

GET /api/v1/namespaces/story1/configmaps/a
Accept: application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io,application/json

GET /api/v1/namespaces/story1/configmaps
Accept: application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io,application/json

GET /api/v1/namespaces/story1/configmaps?includeObject=None
Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json

GET /api/v1/namespaces/story1/configmaps/a
Accept: application/foo

WATCH /api/v1/namespaces/story1/configmaps?fieldSelector=metadata.name%3Da

WATCH /api/v1/namespaces/story1/configmaps?sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&labelSelector=app

WATCH /api/v1/namespaces/story1/configmaps?sendInitialEvents=true

WATCH /api/v1/namespaces/story1/configmaps?resourceVersionMatch=NotOlderThan

WATCH /api/v1/namespaces/story1/configmaps?resourceVersion=abc

DELETE /api/v1/namespaces/story1/configmaps/a
{"preconditions":{"uid":"00000000-0000-0000-0000-000000000000"}}

DELETE /api/v1/namespaces/story1/configmaps/a
{"preconditions":{"resourceVersion":"1"}}

DELETE /api/v1/namespaces/story1/configmaps/a?propagationPolicy=Foo

DELETE /api/v1/namespaces/story1/configmaps/a?dryRun=All

DELETE /api/v1/namespaces/story1/configmaps/a?dryRun=Some

DELETE /api/v1/namespaces/story1/configmaps/a

DELETE /api/v1/namespaces/story1/configmaps/a

POST /api/v1/namespaces/story1/configmaps?dryRun=All
{"metadata":{"name":"dry"},"data":{"k":"v"}}

POST /api/v1/namespaces/story1/configmaps
{"metadata":{"generateName":"gen-"},"data":{"k":"v"}}

POST /api/v1/namespaces/story1/configmaps
{"metadata":{"name":"Bad_Name"},"data":{"k":"v"}}

POST /api/v1/namespaces/story1/configmaps
{"metadata":{"name":"bad","labels":{"a b":"c","ok":"-x"},"annotations":{"x/y/z":"1"}},"data":{"bad key!":"v"}}

POST /api/v1/namespaces/story1/configmaps
{"metadata":{},"data":{"k":"v"}}

POST /api/v1/namespaces/story1/configmaps
{"metadata":{"name":"n","namespace":"other"},"data":{"k":"v"}}

POST /api/v1/namespaces/nowhere/configmaps
{"metadata":{"name":"n"},"data":{"k":"v"}}

POST /api/v1/namespaces/story1/configmaps
{"apiVersion":"v1","kind":"Secret","metadata":{"name":"n"}}

POST /api/v1/namespaces/story1/configmaps
{"apiVersion":"v2","kind":"ConfigMap","metadata":{"name":"n"},"data":{"k":"v"}}

POST /api/v1/namespaces/story1/configmaps
{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"n"},"data":{"k":1}}

POST /api/v1/namespaces/story1/configmaps
{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"n"},"data":"x"}

POST /api/v1/namespaces/story1/configmaps
{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"n","labels":["x"]}}

POST /api/v1/namespaces/story1/configmaps
{"kind":

POST /api/v1/namespaces/story1/configmaps
[]

POST /api/v1/namespaces/story1/configmaps
Content-Type: text/plain
hello

POST /api/v1/namespaces/story1/configmaps?fieldValidation=Strict
{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"n","foo":"x"},"dta":{"a":"b"}}

POST /api/v1/namespaces/story1/configmaps?fieldValidation=Warn
{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"n","foo":"x"},"dta":{"a":"b"},"data":{"x":"1","x":"2"}}

POST /api/v1/namespaces/story1/configmaps?fieldValidation=Ignore
{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"n2","foo":"x"},"dta":{"a":"b"}}

POST /api/v1/namespaces/story1/configmaps?fieldValidation=Foo
{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"n3"}}

POST /api/v1/namespaces/story1/configmaps
{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"imm"},"immutable":true,"data":{"a":"b"}}

PATCH /api/v1/namespaces/story1/configmaps/imm
Content-Type: application/merge-patch+json
{"data":{"a":"c"}}

PATCH /api/v1/namespaces/story1/configmaps/imm
Content-Type: application/merge-patch+json
{"immutable":false}

PATCH /api/v1/namespaces/story1/configmaps/imm
Content-Type: application/merge-patch+json
{"metadata":{"name":"other"}}

POST /api/v1/namespaces/story1/configmaps
{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"fin","finalizers":["example.com/hold"],"ownerReferences":[{"apiVersion":"v1","kind":"Pod","name":"x","uid":"u"}]},"data":{"a":"b"},"binaryData":{"a":"AAE="}}

POST /api/v1/namespaces/story1/configmaps
{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"fin","finalizers":["example.com/hold"]},"binaryData":{"a":"AAE="}}

DELETE /api/v1/namespaces/story1/configmaps/fin

GET /api/v1/namespaces/story1/configmaps/fin

PATCH /api/v1/namespaces/story1/configmaps/fin
Content-Type: application/merge-patch+json
{"metadata":{"finalizers":["example.com/hold","example.com/more"]}}

PATCH /api/v1/namespaces/story1/configmaps/fin
Content-Type: application/merge-patch+json
{"metadata":{"finalizers":null}}

GET /api/v1/namespaces/story1/configmaps/fin

POST /api/v1/namespaces/story1/configmaps
{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"fin2","finalizers":["bad finalizer"]}}

DELETE /api/v1/namespaces/story1/configmaps?labelSelector=app

GET /api/v1/configmaps?labelSelector=app

POST /api/v1/configmaps
{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"x"}}

PUT /api/v1/namespaces/story1/configmaps
{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"x"}}

GET /api/v1/namespaces/story1/foos

GET /apis/foo.example.com/v1/bars

GET /api/v2/pods

GET /api/v1/namespaces/story1/configmaps/a/status

GET /nothing/here
