# Lists and watches: options that do not go together, pages, paths that lead nowhere.

POST /api/v1/namespaces
{"metadata":{"name":"story17"}}

THERE /api/v1/namespaces/story17/configmaps/kube-root-ca.crt

POST /api/v1/namespaces/story17/secrets
{"metadata":{"name":"a","labels":{"x":"1"}}}

POST /api/v1/namespaces/story17/secrets
{"metadata":{"name":"b","labels":{"x":"1"}}}

POST /api/v1/namespaces/story17/secrets
{"metadata":{"name":"c","labels":{"x":"2"}}}

WATCH /api/v1/namespaces/story17/secrets?resourceVersion=x

WATCH /api/v1/namespaces/story17/secrets?continue=abc

WATCH /api/v1/namespaces/story17/secrets?sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&resourceVersion=x

WATCH /api/v1/namespaces/story17/secrets?sendInitialEvents=true&resourceVersionMatch=Exact&allowWatchBookmarks=true&resourceVersion=0

WATCH /api/v1/namespaces/story17/secrets?sendInitialEvents=false

WATCH /api/v1/namespaces/story17/secrets?sendInitialEvents=x

WATCH /api/v1/namespaces/story17/secrets?sendInitialEvents=

WATCH /api/v1/namespaces/story17/secrets?resourceVersionMatch=Exact

WATCH /api/v1/namespaces/story17/secrets?resourceVersionMatch=foo&sendInitialEvents=true

WATCH /api/v1/namespaces/story17/secrets?labelSelector=x%20in%20(

WATCH /api/v1/namespaces/story17/secrets?fieldSelector=foo=bar

GET /api/v1/namespaces/story17/secrets/a?fieldSelector=metadata.name=b

WATCH /api/v1/namespaces/story17/secrets?resourceVersion=0&includeObject=foo
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /api/v1/namespaces/story17/secrets?includeObject=foo
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

WATCH /api/v1/namespaces/story17/secrets?resourceVersion=0
Accept: application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io

WATCH /api/v1/namespaces/story17/secrets?sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true
Accept: application/json;as=Table;v=v1;g=meta.k8s.io

GET /api/v1/namespaces/story17/secrets?timeoutSeconds=x

GET /api/v1/namespaces/story17/secrets?limit=x

GET /api/v1/namespaces/story17/secrets?limit=-1

GET /api/v1/namespaces/story17/secrets?limit=0

GET /api/v1/namespaces/story17/secrets?limit=1

GET /api/v1/namespaces/story17/secrets?limit=1&labelSelector=x=1

GET /api/v1/namespaces/story17/secrets?limit=1&continue={continue}&labelSelector=x=1

GET /api/v1/namespaces/story17/secrets?limit=2

GET /api/v1/namespaces/story17/secrets?limit=1&resourceVersion=0

GET /api/v1/namespaces/story17/secrets?limit=1&continue={continue}&resourceVersion=0

GET /api/v1/namespaces/story17/secrets?limit=1&continue={continue}&resourceVersion=5

GET /api/v1/namespaces/story17/secrets?continue={continue}

GET /api/v1/namespaces/story17/secrets?continue={continue}&resourceVersionMatch=Exact

GET /api/v1/namespaces/story17/configmaps?continue={continue}

GET /api/v1/namespaces/story17/secrets?continue=xyz

GET /api/v1/namespaces/story17/secrets?continue=eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6MCwic3RhcnQiOiJhIn0

GET /api/v1/namespaces/story17/secrets?continue=eyJ2IjoibWV0YS5rOHMuaW8vdjIiLCJydiI6NSwic3RhcnQiOiJhIn0

GET /api/v1/namespaces/story17/secrets?continue=e30

GET /api/v1/namespaces/story17/secrets?continue=eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6NSwic3RhcnQiOiIuLi9hIn0

GET /api/v1/namespaces/story17/secrets?continue=eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6NX0

GET /api/v1/namespaces/story17/secrets?resourceVersion=0&resourceVersionMatch=Exact

GET /api/v1/namespaces/story17/secrets?resourceVersion={rv}&resourceVersionMatch=Exact

GET /api/v1/namespaces/story17/secrets?resourceVersion={rv}&resourceVersionMatch=Exact&limit=1

GET /api/v1/namespaces/story17/secrets?resourceVersion=0&resourceVersionMatch=NotOlderThan

GET /api/v1/namespaces/story17/secrets?resourceVersion=1&resourceVersionMatch=NotOlderThan&limit=1

GET /api/v1/namespaces/story17/secrets?resourceVersionMatch=NotOlderThan

GET /api/v1/namespaces/story17/secrets?resourceVersion=1&resourceVersionMatch=foo

GET /api/v1/namespaces/story17/secrets?resourceVersion=1&resourceVersionMatch=

GET /api/v1/namespaces/story17/secrets?resourceVersion=x

GET /api/v1/namespaces/story17/secrets?resourceVersion=-1

GET /api/v1/namespaces/story17/secrets?resourceVersion=18446744073709551616

GET /api/v1/namespaces/story17/secrets?sendInitialEvents=true

GET /api/v1/namespaces/story17/secrets?labelSelector=x%20in%20(1,2),!y&limit=5

GET /api/v1/namespaces/story17/secrets?labelSelector=x=1=2

GET /api/v1/namespaces/story17/secrets?labelSelector=%3D

GET /api/v1/namespaces/story17/secrets?labelSelector=x%3E1

GET /api/v1/namespaces/story17/secrets?labelSelector=x%3Ea

GET /api/v1/namespaces/story17/secrets?labelSelector=x==1&labelSelector=x==2

GET /api/v1/namespaces/story17/secrets?fieldSelector=metadata.name

GET /api/v1/namespaces/story17/secrets?fieldSelector=metadata.name!=a

GET /api/v1/namespaces/story17/secrets?fieldSelector=type=Opaque

GET /api/v1/namespaces/story17/secrets?fieldSelector=metadata.name==a,type!=x

GET /api/v1/namespaces/story17/secrets?pretty=true

GET /api/v1/namespaces/story17/secrets?export=true

GET /api/v1/namespaces/story17/secrets/a?export=true&exact=true

GET /api/v1/namespaces/story17/secrets?unknown=1&foo

GET /api/v1/namespaces/story17/secrets?limit=1&limit=2

FOO /api/v1/namespaces/story17/secrets/a

GET /api/v1/namespaces/story17/secrets/

GET /api/v1/namespaces/story17//secrets

GET /api/v1//namespaces/story17/secrets

GET /api/v1/namespaces/story17/secrets/a/

GET /api/v1/namespaces/story17/secrets/a/b

GET /api/v1/namespaces/story17/secrets/a/status

GET /api/v1/namespaces/story17/secrets/a%2Fb

GET /api/v1/namespaces/story17/secrets/%41

GET /api/v1/namespaces/story17/pods/a/log/b

POST /api/v1/namespaces/story17/secrets/a
{"metadata":{"name":"a"}}

PUT /api/v1/namespaces/story17/secrets
{"metadata":{"name":"a"}}

PATCH /api/v1/namespaces/story17/secrets
Content-Type: application/merge-patch+json
{"metadata":{"name":"a"}}

POST /api/v1/secrets
{"metadata":{"name":"a","namespace":"story17"}}

POST /api/v1/namespaces/story17x/secrets
{"metadata":{"name":"a"}}

# Numbers as strictly as Go reads them.

GET /api/v1/namespaces/story17/secrets?limit=%2B2

GET /api/v1/namespaces/story17/secrets?limit=

GET /api/v1/namespaces/story17/secrets?limit=5000000000

GET /api/v1/namespaces/story17/secrets?limit=99999999999999999999

GET /api/v1/namespaces/story17/secrets?limit=%22%07%C2%A0%F0%9F%98%80

GET /api/v1/namespaces/story17/secrets?limit=x&timeoutSeconds=y

GET /api/v1/namespaces/story17/secrets?timeoutSeconds=9223372036854775807

GET /api/v1/namespaces/story17/secrets/a?resourceVersion=99999999999999999999

GET /api/v1/namespaces/story17/pods/a/log?tailLines=x&sinceSeconds=y

GET /api/v1/namespaces/story17/pods/a/log?limitBytes=

DELETE /api/v1/namespaces/story17/secrets/a?dryRun=All&gracePeriodSeconds=

DELETE /api/v1/namespaces/story17/secrets/a?dryRun=All&gracePeriodSeconds=-99999999999999999999

PUT /api/v1/namespaces/story17/secrets/a
{"metadata":{"name":"a","resourceVersion":"99999999999999999999"}}

# Texts that are no Unicode or cannot be printed.

POST /api/v1/namespaces/story17/secrets?dryRun=All&fieldValidation=Strict
{"metadata":{"name":"u"},"a\ud800b":1}

POST /api/v1/namespaces/story17/secrets?dryRun=All&fieldValidation=Warn
{"metadata":{"name":"u"},"a\udc00b":1}

POST /api/v1/namespaces/story17/secrets?dryRun=All
{"metadata":{"name":"a\u0007\u007f\u00a0b\u200b\\u0001"}}

POST /apis/apps/v1/namespaces/story17/deployments
{"metadata":{"name":"a"},"spec":{"selector":{"matchLabels":{"a":"x\u0001\u0007<\\u0001\""}},"template":{"metadata":{"labels":{"b":"x"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}

PATCH /api/v1/namespaces/story17/secrets/a
Content-Type: application/json-patch+json
[null]

# Copies of copies would fill any memory.

PATCH /api/v1/namespaces/story17/secrets/a
Content-Type: application/json-patch+json
[{"op":"copy","from":"/metadata","path":"/metadata/b0"},{"op":"copy","from":"/metadata","path":"/metadata/b1"},{"op":"copy","from":"/metadata","path":"/metadata/b2"},{"op":"copy","from":"/metadata","path":"/metadata/b3"},{"op":"copy","from":"/metadata","path":"/metadata/b4"},{"op":"copy","from":"/metadata","path":"/metadata/b5"},{"op":"copy","from":"/metadata","path":"/metadata/b6"},{"op":"copy","from":"/metadata","path":"/metadata/b7"},{"op":"copy","from":"/metadata","path":"/metadata/b8"},{"op":"copy","from":"/metadata","path":"/metadata/b9"},{"op":"copy","from":"/metadata","path":"/metadata/b10"},{"op":"copy","from":"/metadata","path":"/metadata/b11"},{"op":"copy","from":"/metadata","path":"/metadata/b12"},{"op":"copy","from":"/metadata","path":"/metadata/b13"},{"op":"copy","from":"/metadata","path":"/metadata/b14"},{"op":"copy","from":"/metadata","path":"/metadata/b15"}]

PATCH /api/v1/namespaces/story17/secrets/a?dryRun=All
Content-Type: application/json-patch+json
[{"op":"copy","from":"/metadata","path":"/metadata/b0"},{"op":"copy","from":"/metadata","path":"/metadata/b1"},{"op":"copy","from":"/metadata","path":"/metadata/b2"},{"op":"copy","from":"/metadata","path":"/metadata/b3"},{"op":"copy","from":"/metadata","path":"/metadata/b4"}]
