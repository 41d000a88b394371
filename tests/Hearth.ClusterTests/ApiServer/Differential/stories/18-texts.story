# Texts: what is no JSON or no YAML, fields that came twice, numbers, media types, base64; in the words of the real server.

POST /api/v1/namespaces
{"metadata":{"name":"story15"}}

THERE /api/v1/namespaces/story15/configmaps/kube-root-ca.crt

POST /api/v1/namespaces/story15/configmaps
{"metadata":{"name":"base"},"data":{"a":"b"}}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{

POST /api/v1/namespaces/story15/configmaps?dryRun=All
}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
[

POST /api/v1/namespaces/story15/configmaps?dryRun=All
]

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{"a"

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{"a":

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{"a":1

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{"a":1,

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{"a":1,}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{"a" 1}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{"a":1 "b":2}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{a:1}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{'a':1}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{"a":tru}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{"a":truex}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{"a":nul

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{"a":"x

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{"a":"\x"}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{"a":"\u12"}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{"a":"\u12G4"}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{"a":"	"}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{"a":01}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{"a":-}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{"a":1.}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{"a":1e}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{"a":.5}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{"a":+1}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{"a":[1,]}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{"a":[1 2]}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{"a":[,1]}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{"a":1}}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{"a":1} x

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{"a":1}{"b":2}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
null

POST /api/v1/namespaces/story15/configmaps?dryRun=All
true

POST /api/v1/namespaces/story15/configmaps?dryRun=All
"x"

POST /api/v1/namespaces/story15/configmaps?dryRun=All
5

POST /api/v1/namespaces/story15/configmaps?dryRun=All
[]

POST /api/v1/namespaces/story15/configmaps?dryRun=All
[1]

POST /api/v1/namespaces/story15/configmaps?dryRun=All
tru

POST /api/v1/namespaces/story15/configmaps?dryRun=All
nul

POST /api/v1/namespaces/story15/configmaps?dryRun=All
-

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{"a":NaN}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{"a":""}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{"a":1]

POST /api/v1/namespaces/story15/configmaps?dryRun=All
[1}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
x

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{"metadata":{"name":"x"},}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{"a":"é" é}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{"a":1e999}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{"a":99999999999999999999999}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{"a":"\ud800"}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{"metadata":{"name":5}}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{"kind":5}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{"apiVersion":5}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{"kind":"ConfigMap","apiVersion":"v1","metadata":[]}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{"kind":"ConfigMap","apiVersion":"v1","data":{"a":1}}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{"kind":"ConfigMap","apiVersion":"v1","data":{"a":1.5}}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{"kind":"ConfigMap","apiVersion":"v1","data":[]}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{"kind":"ConfigMap","apiVersion":"v1","metadata":{"labels":{"a":true}}}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{"kind":"ConfigMap","apiVersion":"v1","immutable":"yes"}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
{"kind":"ConfigMap","apiVersion":"v1","immutable":1}

PUT /api/v1/namespaces/story15/configmaps/base?dryRun=All
{

PUT /api/v1/namespaces/story15/configmaps/base?dryRun=All
}

PUT /api/v1/namespaces/story15/configmaps/base?dryRun=All
{"a":1,}

PUT /api/v1/namespaces/story15/configmaps/base?dryRun=All
{"a":1}}

PUT /api/v1/namespaces/story15/configmaps/base?dryRun=All
null

PUT /api/v1/namespaces/story15/configmaps/base?dryRun=All
true

PUT /api/v1/namespaces/story15/configmaps/base?dryRun=All
[1]

PUT /api/v1/namespaces/story15/configmaps/base?dryRun=All
tru

PUT /api/v1/namespaces/story15/configmaps/base?dryRun=All
-

PUT /api/v1/namespaces/story15/configmaps/base?dryRun=All
[1}

PUT /api/v1/namespaces/story15/configmaps/base?dryRun=All
{"a":1e999}

PUT /api/v1/namespaces/story15/configmaps/base?dryRun=All
{"a":"\ud800"}

PUT /api/v1/namespaces/story15/configmaps/base?dryRun=All
{"kind":5}

PUT /api/v1/namespaces/story15/configmaps/base?dryRun=All
{"apiVersion":5}

PUT /api/v1/namespaces/story15/configmaps/base?dryRun=All
{"kind":"ConfigMap","apiVersion":"v1","data":[]}

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All
Content-Type: application/merge-patch+json
{

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All
Content-Type: application/merge-patch+json
}

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All
Content-Type: application/merge-patch+json
{"a":1,}

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All
Content-Type: application/merge-patch+json
{"a":1}}

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All
Content-Type: application/merge-patch+json
null

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All
Content-Type: application/merge-patch+json
true

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All
Content-Type: application/merge-patch+json
[1]

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All
Content-Type: application/merge-patch+json
tru

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All
Content-Type: application/merge-patch+json
-

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All
Content-Type: application/merge-patch+json
[1}

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All
Content-Type: application/merge-patch+json
{"a":1e999}

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All
Content-Type: application/merge-patch+json
{"a":"\ud800"}

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All
Content-Type: application/merge-patch+json
{"kind":5}

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All
Content-Type: application/merge-patch+json
{"apiVersion":5}

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All
Content-Type: application/merge-patch+json
{"kind":"ConfigMap","apiVersion":"v1","data":[]}

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All
Content-Type: application/strategic-merge-patch+json
{

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All
Content-Type: application/strategic-merge-patch+json
}

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"a":1,}

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"a":1}}

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All
Content-Type: application/strategic-merge-patch+json
null

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All
Content-Type: application/strategic-merge-patch+json
true

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All
Content-Type: application/strategic-merge-patch+json
[1]

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All
Content-Type: application/strategic-merge-patch+json
tru

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All
Content-Type: application/strategic-merge-patch+json
-

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All
Content-Type: application/strategic-merge-patch+json
[1}

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"a":1e999}

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"a":"\ud800"}

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"kind":5}

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"apiVersion":5}

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"kind":"ConfigMap","apiVersion":"v1","data":[]}

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All
Content-Type: application/json-patch+json
{

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All
Content-Type: application/json-patch+json
}

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All
Content-Type: application/json-patch+json
{"a":1,}

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All
Content-Type: application/json-patch+json
{"a":1}}

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All
Content-Type: application/json-patch+json
null

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All
Content-Type: application/json-patch+json
true

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All
Content-Type: application/json-patch+json
[1]

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All
Content-Type: application/json-patch+json
tru

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All
Content-Type: application/json-patch+json
-

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All
Content-Type: application/json-patch+json
[1}

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All
Content-Type: application/json-patch+json
{"a":"\ud800"}

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All
Content-Type: application/json-patch+json
{"kind":5}

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All
Content-Type: application/json-patch+json
{"apiVersion":5}

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All
Content-Type: application/json-patch+json
{"kind":"ConfigMap","apiVersion":"v1","data":[]}

DELETE /api/v1/namespaces/story15/configmaps/nope?dryRun=All
{

DELETE /api/v1/namespaces/story15/configmaps/nope?dryRun=All
}

DELETE /api/v1/namespaces/story15/configmaps/nope?dryRun=All
{"a":1,}

DELETE /api/v1/namespaces/story15/configmaps/nope?dryRun=All
{"a":1}}

DELETE /api/v1/namespaces/story15/configmaps/nope?dryRun=All
null

DELETE /api/v1/namespaces/story15/configmaps/nope?dryRun=All
true

DELETE /api/v1/namespaces/story15/configmaps/nope?dryRun=All
[1]

DELETE /api/v1/namespaces/story15/configmaps/nope?dryRun=All
tru

DELETE /api/v1/namespaces/story15/configmaps/nope?dryRun=All
-

DELETE /api/v1/namespaces/story15/configmaps/nope?dryRun=All
[1}

DELETE /api/v1/namespaces/story15/configmaps/nope?dryRun=All
{"a":1e999}

DELETE /api/v1/namespaces/story15/configmaps/nope?dryRun=All
{"a":"\ud800"}

DELETE /api/v1/namespaces/story15/configmaps/nope?dryRun=All
{"kind":5}

DELETE /api/v1/namespaces/story15/configmaps/nope?dryRun=All
{"apiVersion":5}

DELETE /api/v1/namespaces/story15/configmaps/nope?dryRun=All
{"kind":"ConfigMap","apiVersion":"v1","data":[]}

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All&fieldManager=m
Content-Type: application/apply-patch+yaml
{

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All&fieldManager=m
Content-Type: application/apply-patch+yaml
}

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All&fieldManager=m
Content-Type: application/apply-patch+yaml
{"a":1,}

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All&fieldManager=m
Content-Type: application/apply-patch+yaml
{"a":1}}

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All&fieldManager=m
Content-Type: application/apply-patch+yaml
null

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All&fieldManager=m
Content-Type: application/apply-patch+yaml
true

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All&fieldManager=m
Content-Type: application/apply-patch+yaml
[1]

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All&fieldManager=m
Content-Type: application/apply-patch+yaml
tru

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All&fieldManager=m
Content-Type: application/apply-patch+yaml
-

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All&fieldManager=m
Content-Type: application/apply-patch+yaml
[1}

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All&fieldManager=m
Content-Type: application/apply-patch+yaml
{"a":1e999}

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All&fieldManager=m
Content-Type: application/apply-patch+yaml
{"kind":5}

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All&fieldManager=m
Content-Type: application/apply-patch+yaml
{"apiVersion":5}

PATCH /api/v1/namespaces/story15/configmaps/base?dryRun=All&fieldManager=m
Content-Type: application/apply-patch+yaml
{"kind":"ConfigMap","apiVersion":"v1","data":[]}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
Content-Type: application/yaml
{

POST /api/v1/namespaces/story15/configmaps?dryRun=All
Content-Type: application/yaml
}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
Content-Type: application/yaml
{"a":1,}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
Content-Type: application/yaml
{"a":1}}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
Content-Type: application/yaml
null

POST /api/v1/namespaces/story15/configmaps?dryRun=All
Content-Type: application/yaml
true

POST /api/v1/namespaces/story15/configmaps?dryRun=All
Content-Type: application/yaml
[1]

POST /api/v1/namespaces/story15/configmaps?dryRun=All
Content-Type: application/yaml
tru

POST /api/v1/namespaces/story15/configmaps?dryRun=All
Content-Type: application/yaml
-

POST /api/v1/namespaces/story15/configmaps?dryRun=All
Content-Type: application/yaml
[1}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
Content-Type: application/yaml
{"a":1e999}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
Content-Type: application/yaml
{"kind":5}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
Content-Type: application/yaml
{"apiVersion":5}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
Content-Type: application/yaml
{"kind":"ConfigMap","apiVersion":"v1","data":[]}

# Applied YAML

POST /api/v1/namespaces/story15/services
{"metadata":{"name":"base"},"spec":{"ports":[{"port":80}]}}

PATCH /api/v1/namespaces/story15/configmaps/base?fieldManager=m
Content-Type: application/apply-patch+yaml
{"kind":"ConfigMap"}

PATCH /api/v1/namespaces/story15/configmaps/base?fieldManager=m
Content-Type: application/apply-patch+yaml
{"apiVersion":"v1"}

PATCH /api/v1/namespaces/story15/configmaps/base?fieldManager=m
Content-Type: application/apply-patch+yaml
{"apiVersion":"v2","kind":"ConfigMap"}

PATCH /api/v1/namespaces/story15/configmaps/base?fieldManager=m
Content-Type: application/apply-patch+yaml
{"apiVersion":"v1","kind":"Foo"}

PATCH /api/v1/namespaces/story15/configmaps/base?fieldManager=m
Content-Type: application/apply-patch+yaml
{"apiVersion":"v1","kind":"Pod","x":1}

PATCH /api/v1/namespaces/story15/configmaps/base?fieldManager=m
Content-Type: application/apply-patch+yaml
{"apiVersion":"a/b/c","kind":"Pod","x":1}

PATCH /api/v1/namespaces/story15/configmaps/base?fieldManager=m
Content-Type: application/apply-patch+yaml
{"apiVersion":"v1","kind":"ConfigMap","x":1}

PATCH /api/v1/namespaces/story15/configmaps/base?fieldManager=m
Content-Type: application/apply-patch+yaml
{"apiVersion":5,"kind":"ConfigMap"}

PATCH /api/v1/namespaces/story15/configmaps/base?fieldManager=m
Content-Type: application/apply-patch+yaml
a: b
 c: d

PATCH /api/v1/namespaces/story15/configmaps/base?fieldManager=m
Content-Type: application/apply-patch+yaml
a: b
	c: d

PATCH /api/v1/namespaces/story15/configmaps/base?fieldManager=m
Content-Type: application/apply-patch+yaml
apiVersion: v1
kind: ConfigMap
data:
  a: 'x
  b: c

PATCH /api/v1/namespaces/story15/configmaps/base?fieldManager=m
Content-Type: application/apply-patch+yaml
apiVersion: v1
kind: ConfigMap
data:
  a: *b

PATCH /api/v1/namespaces/story15/configmaps/base?fieldManager=m
Content-Type: application/apply-patch+yaml
apiVersion: v1
kind: ConfigMap
data:
  a: &b x
  c: *b

PATCH /api/v1/namespaces/story15/configmaps/base?fieldManager=m
Content-Type: application/apply-patch+yaml
apiVersion: v1
kind: ConfigMap
data:
  a: !!int "5"

PATCH /api/v1/namespaces/story15/configmaps/base?fieldManager=m
Content-Type: application/apply-patch+yaml
apiVersion: v1
kind: ConfigMap
data:
  a: b: c

PATCH /api/v1/namespaces/story15/configmaps/base?fieldManager=m
Content-Type: application/apply-patch+yaml
apiVersion: v1
kind: ConfigMap
data
  a: b

PATCH /api/v1/namespaces/story15/configmaps/base?fieldManager=m
Content-Type: application/apply-patch+yaml
apiVersion: v1
kind: ConfigMap
data:
  a: @b

PATCH /api/v1/namespaces/story15/configmaps/base?fieldManager=m
Content-Type: application/apply-patch+yaml
apiVersion: v1
kind: ConfigMap
data:
  a: %b

PATCH /api/v1/namespaces/story15/configmaps/base?fieldManager=m
Content-Type: application/apply-patch+yaml
apiVersion: v1
kind: ConfigMap
data:
  a: `b`

PATCH /api/v1/namespaces/story15/configmaps/base?fieldManager=m
Content-Type: application/apply-patch+yaml
apiVersion: v1
kind: ConfigMap
data:
  5: b
  true: c
  1.5: d
  ~: e

PATCH /api/v1/namespaces/story15/configmaps/base?fieldManager=m
Content-Type: application/apply-patch+yaml
apiVersion: v1
kind: ConfigMap
data:
  a: 0x1F
  b: 0o17
  c: 017
  d: 1_000
  e: .inf
  f: 2001-01-01
  g: y
  h: 1e3
  i: 0b11
  j: -.5
  k: 12e03
  l: 190:20:30

PATCH /api/v1/namespaces/story15/configmaps/base?fieldManager=m
Content-Type: application/apply-patch+yaml
apiVersion: v1
kind: ConfigMap
data:
  ? [a]
  : b

PATCH /api/v1/namespaces/story15/configmaps/base?fieldManager=m
Content-Type: application/apply-patch+yaml
apiVersion: v1
kind: ConfigMap
data:
  <<: {a: b}
  c: d

PATCH /api/v1/namespaces/story15/configmaps/base?fieldManager=m
Content-Type: application/apply-patch+yaml
apiVersion: v1
kind: ConfigMap
data: {a: b}
---
x: y

PATCH /api/v1/namespaces/story15/configmaps/base?fieldManager=m
Content-Type: application/apply-patch+yaml
---
# nothing

PATCH /api/v1/namespaces/story15/configmaps/base?fieldManager=m
Content-Type: application/apply-patch+yaml
apiVersion: v1
kind: ConfigMap
data:
  a: |1x
   b

PATCH /api/v1/namespaces/story15/configmaps/base?fieldManager=m
Content-Type: application/apply-patch+yaml
apiVersion: v1
kind: ConfigMap
data:
   a: b
  c: d

PATCH /api/v1/namespaces/story15/configmaps/base?fieldManager=m
Content-Type: application/apply-patch+yaml
apiVersion: v1
kind: ConfigMap
data:
  - a: b
   c: d

PATCH /api/v1/namespaces/story15/configmaps/base?fieldManager=m
Content-Type: application/apply-patch+yaml
%YAML 3.0
---
apiVersion: v1

PATCH /api/v1/namespaces/story15/configmaps/base?fieldManager=m&fieldValidation=Strict
Content-Type: application/apply-patch+yaml
apiVersion: v1
kind: ConfigMap
data:
  a: b
  a: c
x: y

PATCH /api/v1/namespaces/story15/configmaps/base?fieldManager=m&force=true
Content-Type: application/apply-patch+yaml
apiVersion: v1
kind: ConfigMap
data:
  a: b
  a: c

# Keys that came twice, scalars of YAML 1.1, anchors and merged keys

POST /api/v1/namespaces/story15/configmaps?dryRun=All
Content-Type: application/yaml
metadata:
  name: x
  labels: {a: y, a: "2"}
  name: z
data:
  b: c
  b: d

POST /api/v1/namespaces/story15/configmaps?dryRun=All&fieldValidation=Strict
Content-Type: application/yaml
metadata:
  name: x
  labels: {a: y, a: "2"}
  name: z
foo: bar
data:
  b: c
  b: d

PATCH /api/v1/namespaces/story15/configmaps/base?fieldManager=m&dryRun=All
Content-Type: application/apply-patch+yaml
apiVersion: v1
kind: ConfigMap
data:
  a: b
  a: c
data:
  x: z
  x: zz

PATCH /api/v1/namespaces/story15/configmaps/base?fieldManager=m&fieldValidation=Strict&dryRun=All
Content-Type: application/apply-patch+yaml
apiVersion: v1
kind: ConfigMap
data:
  a: b
  a: c
data:
  x: z
  x: zz

PATCH /api/v1/namespaces/story15/configmaps/base?fieldManager=m&fieldValidation=Strict&dryRun=All
Content-Type: application/apply-patch+yaml
{"apiVersion":"v1","kind":"ConfigMap","data":{"a":"b","a":"b"},"data":{}}

PATCH /api/v1/namespaces/story15/configmaps/base?fieldManager=m&dryRun=All
Content-Type: application/apply-patch+yaml
{"apiVersion":"v1","kind":"ConfigMap","data":{"a":"b","a":"b"},"data":{}}

PATCH /api/v1/namespaces/story15/configmaps/base?fieldManager=m&dryRun=All
Content-Type: application/apply-patch+yaml
apiVersion: v1
kind: ConfigMap
data:
  a: 0x1F
  b: 0o17
  c: 017
  d: 1_000
  f: 2001-01-01
  g: y
  h: 1e3
  i: 0b11
  j: -.5
  k: 12e03
  l: 190:20:30
  m: 1.0
  n: 1.5e+3
  o: N
  p: 99999999999999999999
  q: 18446744073709551615
  r: +1
  s: 1__0
  t: -0b11
  u: .5
  v: 0.0
  w: -0
  x: -0.0
  y: 1e+3
  z: 2001-01-01T00:00:00Z

PATCH /api/v1/namespaces/story15/configmaps/base?fieldManager=m&dryRun=All
Content-Type: application/apply-patch+yaml
apiVersion: v1
kind: ConfigMap
data:
  5: b
  true: c
  1.5: d
  0x10: e
  2001-01-01: f

PATCH /api/v1/namespaces/story15/configmaps/base?fieldManager=m&dryRun=All
Content-Type: application/apply-patch+yaml
apiVersion: v1
kind: ConfigMap
metadata: &m
  labels: &l {a: b}
  annotations:
    <<: *l
    c: d
data:
  <<: [*l, {a: c, z: z}]
binaryData:
  a2: !!binary aGVsbG8=
  a3: !!str aGVsbG8=
  a4: !foo aGVsbG8=

PATCH /api/v1/namespaces/story15/configmaps/base?fieldManager=m&dryRun=All
Content-Type: application/apply-patch+yaml
apiVersion: v1
kind: ConfigMap
data:
  a: !!float 5
  b: !!bool "true"
  c: !!int "x"

PATCH /api/v1/namespaces/story15/configmaps/base?fieldManager=m&dryRun=All
Content-Type: application/apply-patch+yaml
apiVersion: v1
kind: ConfigMap
data: &a
  b: *a

PATCH /api/v1/namespaces/story15/configmaps/base?fieldManager=m&dryRun=All
Content-Type: application/apply-patch+yaml
apiVersion: v1
kind: ConfigMap
data:
  a: "multi
    line"
  b: |
    text
     more
  c: >-
    folded
    text
  d: plain
    continued
  e: 'it''s'
  f: "\x41\u00e9\n\t\0"

# Strict fields in their order; numbers

POST /api/v1/namespaces/story15/pods?dryRun=All
{"foo":1,"metadata":{"name":"x","name":"x","labels":{"a":"b","a":"c"},"bar":{"q":1,"q":2}},"foo":{"z":1,"z":2},"spec":{"containers":[{"name":"c","nam":1,"image":"i","image":"i"}],"zoo":1,"containers":[{"name":"d","image":"x","u":2}]}}

POST /api/v1/namespaces/story15/pods?dryRun=All&fieldValidation=Strict
{"foo":1,"metadata":{"name":"x","name":"x","labels":{"a":"b","a":"c"},"bar":{"q":1,"q":2}},"foo":{"z":1,"z":2},"spec":{"containers":[{"name":"c","nam":1,"image":"i","image":"i"}],"zoo":1,"containers":[{"name":"d","image":"x","u":2}]}}

POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions
{"metadata":{"name":"thingsd.story15.example.com"},"spec":{"group":"story15.example.com","scope":"Namespaced","names":{"plural":"thingsd","kind":"Thingd"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"number"},"m":{"type":"object","additionalProperties":{"type":"string"}},"free":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}}}}}]}}

THERE /apis/story15.example.com/v1/namespaces/story15/thingsd

POST /apis/story15.example.com/v1/namespaces/story15/thingsd?dryRun=All
{"apiVersion":"story15.example.com/v1","kind":"Thingd","foo":1,"metadata":{"name":"x","name":"x","bar":1},"spec":{"c":1,"a":1,"a":2,"c":3,"c":{"x":1,"x":2}},"foo":2}

POST /apis/story15.example.com/v1/namespaces/story15/thingsd?dryRun=All&fieldValidation=Strict
{"apiVersion":"story15.example.com/v1","kind":"Thingd","foo":1,"metadata":{"name":"x","name":"x","bar":1},"spec":{"c":1,"a":1,"a":2,"c":3,"c":{"x":1,"x":2}},"foo":2}

POST /apis/story15.example.com/v1/namespaces/story15/thingsd?dryRun=All&fieldValidation=Strict
Content-Type: application/yaml
apiVersion: story15.example.com/v1
kind: Thingd
metadata:
  name: x
spec:
  a: 1
  a: 2
  q: 1

POST /apis/story15.example.com/v1/namespaces/story15/thingsd?dryRun=All
{"apiVersion":"story15.example.com/v1","kind":"Thingd","metadata":{"name":"x"},"spec":{"a":2.0,"b":2.0,"free":{"a":2.0,"b":-0,"c":-0.0,"d":1e3,"e":1E5,"f":1.5e300,"g":99999999999999999999,"h":123456789012345678,"i":0.1,"j":1e-7,"k":0.000001,"l":1e21,"m":1e20,"n":123456789.123456789,"o":100000000000000000000000,"p":9223372036854775807,"q":9223372036854775808,"r":-9223372036854775808,"s":1.0e0,"t":5e-324}}}

POST /apis/story15.example.com/v1/namespaces/story15/thingsd?dryRun=All
{"apiVersion":"story15.example.com/v1","kind":"Thingd","metadata":{"name":"x"},"spec":{"a":1e3}}

POST /apis/story15.example.com/v1/namespaces/story15/thingsd?dryRun=All
{"apiVersion":"story15.example.com/v1","kind":"Thingd","metadata":{"name":"x"},"spec":{"a":99999999999999999999}}

POST /apis/story15.example.com/v1/namespaces/story15/thingsd?dryRun=All
{"apiVersion":"story15.example.com/v1","kind":"Thingd","metadata":{"name":"x"},"spec":{"a":1.5}}

POST /apis/story15.example.com/v1/namespaces/story15/thingsd?dryRun=All
{"apiVersion":"story15.example.com/v1","kind":"Thingd","metadata":{"name":"x"},"spec":{"b":1e999}}

POST /apis/story15.example.com/v1/namespaces/story15/thingsd
{"apiVersion":"story15.example.com/v1","kind":"Thingd","metadata":{"name":"base"},"spec":{"b":1.50, "free":{"x":2.0}}}

GET /apis/story15.example.com/v1/namespaces/story15/thingsd/base

PATCH /apis/story15.example.com/v1/namespaces/story15/thingsd/base?dryRun=All
Content-Type: application/merge-patch+json
{"spec":{"a":2.0,"b":2.0,"free":{"a":2.0,"b":-0,"c":-0.0,"d":1e3,"e":1E5,"f":1.5e300,"g":99999999999999999999}}}

PATCH /apis/story15.example.com/v1/namespaces/story15/thingsd/base?dryRun=All
Content-Type: application/json-patch+json
[{"op":"add","path":"/spec/free","value":{"a":2.0,"b":-0,"c":-0.0,"d":1e3,"e":1E5,"f":1.5e300,"g":99999999999999999999}},{"op":"test","path":"/spec/b","value":1.5}]

PATCH /apis/story15.example.com/v1/namespaces/story15/thingsd/base?dryRun=All&fieldManager=x
Content-Type: application/apply-patch+yaml
{"apiVersion":"story15.example.com/v1","kind":"Thingd","metadata":{"name":"base"},"spec":{"a":2.0,"b":2.0,"free":{"a":2.0,"b":-0,"c":-0.0,"d":1e3,"e":1E5,"f":1.5e300,"g":99999999999999999999}}}

PATCH /apis/story15.example.com/v1/namespaces/story15/thingsd/base?dryRun=All&fieldManager=x
Content-Type: application/apply-patch+yaml
apiVersion: story15.example.com/v1
kind: Thingd
metadata: {name: base}
spec: {a: 2.0, b: 1.0e+3, free: {a: 0x10, b: 1.0, c: -0, d: 1e3, e: yes}}

POST /apis/apps/v1/namespaces/story15/deployments?dryRun=All
{"metadata":{"name":"d"},"spec":{"replicas":2.0,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}

POST /apis/apps/v1/namespaces/story15/deployments?dryRun=All
{"metadata":{"name":"d"},"spec":{"replicas":2.5,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}

POST /apis/apps/v1/namespaces/story15/deployments?dryRun=All
{"metadata":{"name":"d"},"spec":{"replicas":1e1,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}

POST /apis/apps/v1/namespaces/story15/deployments?dryRun=All
{"metadata":{"name":"d"},"spec":{"replicas":-0,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}

POST /apis/apps/v1/namespaces/story15/deployments?dryRun=All
{"metadata":{"name":"d"},"spec":{"replicas":3000000000,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}

POST /apis/apps/v1/namespaces/story15/deployments?dryRun=All
{"metadata":{"name":"d"},"spec":{"replicas":99999999999999999999,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}

POST /apis/apps/v1/namespaces/story15/deployments?dryRun=All
{"metadata":{"name":"d","generation":99999999999999999999},"spec":{"replicas":1}}

POST /apis/apps/v1/namespaces/story15/deployments?dryRun=All
{"metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"a":"b"}},"strategy":{"rollingUpdate":{"maxSurge":2.0}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}

POST /apis/apps/v1/namespaces/story15/deployments?dryRun=All
{"metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"a":"b"}},"strategy":{"rollingUpdate":{"maxSurge":2.5}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i","resources":{"limits":{"cpu":1.50,"memory":1e9}}}]}}}}

POST /apis/apps/v1/namespaces/story15/deployments?dryRun=All
{"metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i","resources":{"limits":{"cpu":2.0,"memory":-0}}}]}}}}

POST /api/v1/namespaces/story15/services
{"metadata":{"name":"base"},"spec":{"ports":[{"port":80}]}}

PATCH /api/v1/namespaces/story15/services/base?dryRun=All
Content-Type: application/merge-patch+json
{"spec":{"ports":[{"port":81.0}]}}

PATCH /api/v1/namespaces/story15/services/base?dryRun=All
Content-Type: application/merge-patch+json
{"spec":{"ports":[{"port":8e1}]}}

PATCH /api/v1/namespaces/story15/services/base?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"ports":[{"port":80,"nodePort":3e4}],"type":"NodePort"}}

PATCH /api/v1/namespaces/story15/services/base?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"ports":[{"port":80,"nodePort":30000.5}],"type":"NodePort"}}

PATCH /api/v1/namespaces/story15/services/base?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"ports":[{"port":80,"targetPort":81.0}]}}

PATCH /api/v1/namespaces/story15/services/base?dryRun=All
Content-Type: application/json-patch+json
[{"op":"replace","path":"/spec/ports/0/port","value":2.0}]

PATCH /api/v1/namespaces/story15/services/base?dryRun=All
Content-Type: application/json-patch+json
[{"op":"test","path":"/spec/ports/0/port","value":80.0}]

PATCH /api/v1/namespaces/story15/services/base?dryRun=All
Content-Type: application/json-patch+json
[{"op":"test","path":"/spec/ports/0/port","value":80}]

PATCH /api/v1/namespaces/story15/services/base?dryRun=All&fieldManager=x&force=true
Content-Type: application/apply-patch+yaml
{"apiVersion":"v1","kind":"Service","metadata":{"name":"base"},"spec":{"ports":[{"port":80.0,"protocol":"TCP","targetPort":82}]}}

PATCH /api/v1/namespaces/story15/services/base?dryRun=All&fieldManager=x&force=true
Content-Type: application/apply-patch+yaml
{"apiVersion":"v1","kind":"Service","metadata":{"name":"base"},"spec":{"ports":[{"port":8.0e+1,"protocol":"TCP","nodePort":2.5}]}}

# Base64, media types, options of deletions, versions that are yet to come

POST /api/v1/namespaces/story15/secrets
{"metadata":{"name":"a"},"data":{"a":"aGVsbG8="}}

POST /api/v1/namespaces/story15/secrets?dryRun=All
{"metadata":{"name":"b"},"data":{"a":"hello"}}

POST /api/v1/namespaces/story15/secrets?dryRun=All
{"metadata":{"name":"b"},"data":{"a":"hel=o"}}

POST /api/v1/namespaces/story15/secrets?dryRun=All
{"metadata":{"name":"b"},"data":{"a":"aGVsbG8"}}

POST /api/v1/namespaces/story15/secrets?dryRun=All
{"metadata":{"name":"b"},"data":{"a":"aGVs\nbG8="}}

POST /api/v1/namespaces/story15/secrets?dryRun=All
{"metadata":{"name":"b"},"data":{"a":"aGVs bG8="}}

POST /api/v1/namespaces/story15/secrets?dryRun=All
{"metadata":{"name":"b"},"data":{"a":"aGVsbG8=="}}

POST /api/v1/namespaces/story15/secrets?dryRun=All
{"metadata":{"name":"b"},"data":{"a":"aGVsbG8=x"}}

POST /api/v1/namespaces/story15/secrets?dryRun=All
{"metadata":{"name":"b"},"data":{"a":"a"}}

POST /api/v1/namespaces/story15/secrets?dryRun=All
{"metadata":{"name":"b"},"data":{"a":"aG=="}}

POST /api/v1/namespaces/story15/secrets?dryRun=All
{"metadata":{"name":"b"},"data":{"a":"aG="}}

POST /api/v1/namespaces/story15/secrets?dryRun=All
{"metadata":{"name":"b"},"data":{"a":"="}}

POST /api/v1/namespaces/story15/secrets?dryRun=All
{"metadata":{"name":"b"},"data":{"a":"aGVsbG8tbG8_"}}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
Content-Type: text/plain
{"metadata":{"name":"b"}}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
Content-Type: application/cbor
{"metadata":{"name":"b"}}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
Content-Type: application/vnd.kubernetes.protobuf
{"metadata":{"name":"b"}}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
Content-Type: application/json; charset=utf-8
{"metadata":{"name":"b"}}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
Content-Type: APPLICATION/JSON
{"metadata":{"name":"b"}}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
Content-Type: garbage
{"metadata":{"name":"b"}}

POST /api/v1/namespaces/story15/configmaps?dryRun=All
Content-Type: */*
{"metadata":{"name":"b"}}

PUT /api/v1/namespaces/story15/secrets/a?dryRun=All
Content-Type: text/plain
{"metadata":{"name":"a"}}

PUT /api/v1/namespaces/story15/secrets/a?dryRun=All
Content-Type: application/cbor
{"metadata":{"name":"a"}}

PUT /api/v1/namespaces/story15/secrets/a?dryRun=All
Content-Type: application/vnd.kubernetes.protobuf
{"metadata":{"name":"a"}}

DELETE /api/v1/namespaces/story15/secrets/a?dryRun=All
Content-Type: text/plain
{}

DELETE /api/v1/namespaces/story15/secrets/a?dryRun=All
Content-Type: application/cbor
{}

DELETE /api/v1/namespaces/story15/secrets/a?dryRun=All
Content-Type: application/vnd.kubernetes.protobuf
{}

DELETE /api/v1/namespaces/story15/secrets?dryRun=All
Content-Type: text/plain
{}

DELETE /api/v1/namespaces/story15/secrets?dryRun=All
Content-Type: application/vnd.kubernetes.protobuf
{}

DELETE /api/v1/namespaces/story15/secrets/a?dryRun=All
{"kind":"DeleteOptions","apiVersion":"foo/v1"}

DELETE /api/v1/namespaces/story15/secrets/a?dryRun=All
{"kind":"DeleteOptions","apiVersion":"apps/v1"}

DELETE /api/v1/namespaces/story15/secrets/a?dryRun=All
{"kind":"DeleteOptions","apiVersion":"v9"}

DELETE /api/v1/namespaces/story15/secrets/a?dryRun=All
{"kind":"Foo"}

DELETE /api/v1/namespaces/story15/secrets/a?dryRun=All
{"apiVersion":"foo/v1"}

DELETE /api/v1/namespaces/story15/secrets/a?dryRun=All
{"apiVersion":"a/b/c"}

DELETE /api/v1/namespaces/story15/secrets/a?dryRun=All
{"gracePeriodSeconds":1.0}

DELETE /api/v1/namespaces/story15/secrets/a?dryRun=All
{"preconditions":[]}

DELETE /api/v1/namespaces/story15/secrets/a?dryRun=All
{"preconditions":{"uid":5}}

DELETE /api/v1/namespaces/story15/secrets/a?dryRun=All
{"dryRun":"All"}

DELETE /api/v1/namespaces/story15/secrets/a?dryRun=All
{"dryRun":["x"]}

DELETE /api/v1/namespaces/story15/secrets/a?dryRun=All
{"unknown":["x"]}

DELETE /api/v1/namespaces/story15/secrets/a?dryRun=All
{"gracePeriodSeconds":-1}

DELETE /api/v1/namespaces/story15/secrets?dryRun=All
{"gracePeriodSeconds":"x"}

DELETE /api/v1/namespaces/story15/secrets/a?dryRun=All&gracePeriodSeconds=x

DELETE /api/v1/namespaces/story15/secrets/a?dryRun=All&orphanDependents=x

DELETE /api/v1/namespaces/story15/secrets/a?dryRun=All&propagationPolicy=x

DELETE /api/v1/namespaces/story15/secrets/a?dryRun=x

DELETE /api/v1/namespaces/story15/secrets/a?dryRun=All&dryRun=All

DELETE /api/v1/namespaces/story15/secrets/a?dryRun=

DELETE /api/v1/namespaces/story15/secrets?dryRun=All
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

DELETE /api/v1/namespaces/story15/secrets?dryRun=All
Accept: application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io

DELETE /api/v1/namespaces/story15/secrets?dryRun=All
Accept: application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io

DELETE /api/v1/namespaces/story15/secrets/a?dryRun=All
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

DELETE /api/v1/namespaces/story15/secrets/a?dryRun=All
Accept: application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io

GET /api/v1/namespaces/story15/secrets?resourceVersion=99999999999

GET /api/v1/namespaces/story15/secrets?resourceVersion=99999999999&resourceVersionMatch=NotOlderThan

GET /api/v1/namespaces/story15/secrets?resourceVersion=99999999999&resourceVersionMatch=Exact

GET /api/v1/namespaces/story15/secrets/x?resourceVersion=99999999999

WATCH /api/v1/namespaces/story15/secrets?resourceVersion=99999999999

DELETE /api/v1/namespaces/story15/secrets?dryRun=All&resourceVersion=99999999999

GET /api/v1/namespaces/story15/secrets?resourceVersion=99999999999&limit=1

POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions
{"metadata":{"name":"thingse.story15.example.com"},"spec":{"group":"story15.example.com","scope":"Namespaced","names":{"plural":"thingse","kind":"Thinge"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}]}}

THERE /apis/story15.example.com/v1/namespaces/story15/thingse

GET /apis/story15.example.com/v1/namespaces/story15/thingse?resourceVersion=99999999999

POST /apis/story15.example.com/v1/namespaces/story15/thingse
Content-Type: text/plain
{}

DELETE /apis/story15.example.com/v1/namespaces/story15/thingse/x
Content-Type: application/vnd.kubernetes.protobuf
{}

DELETE /apis/story15.example.com/v1/namespaces/story15/thingse/x
Content-Type: text/plain
{}

PATCH /apis/story15.example.com/v1/namespaces/story15/thingse/x?fieldManager=x
Content-Type: application/apply-patch+yaml
{}

PATCH /apis/story15.example.com/v1/namespaces/story15/thingse/x?fieldManager=x
Content-Type: application/apply-patch+yaml
{"apiVersion":"story15.example.com/v2","kind":"Thinge"}

PATCH /apis/story15.example.com/v1/namespaces/story15/thingse/x?fieldManager=x
Content-Type: application/apply-patch+yaml
{"apiVersion":"story15.example.com/v1","kind":"Thong"}

PATCH /apis/story15.example.com/v1/namespaces/story15/thingse/x?fieldManager=x
Content-Type: application/apply-patch+yaml
{"apiVersion":"story15.example.com/v1","kind":"Thinge"}

PATCH /apis/story15.example.com/v1/namespaces/story15/thingse/x?fieldManager=x
Content-Type: application/apply-patch+yaml
{"apiVersion":"story15.example.com/v1","kind":"Thinge","metadata":{"name":"x"},"a":1.50}

PATCH /api/v1/namespaces/story15/secrets/a?fieldManager=x
Content-Type: application/apply-patch+cbor
{}

PATCH /api/v1/namespaces/story15/secrets/a?fieldManager=x
Content-Type: application/json
{}

PATCH /apis/story15.example.com/v1/namespaces/story15/thingse/x?fieldManager=x
Content-Type: application/json
{}
