# Answers in YAML, what else clients accept, odd questions.

POST /api/v1/namespaces
{"metadata":{"name":"story20"}}

POST /api/v1/namespaces/story20/configmaps
Accept: application/yaml
{"metadata":{"name":"texts","labels":{"a":"1","b":"true","c":"","d":"x.y"},"annotations":{"a2":"1","a10":"2","A":"3","a.b/c":"4","_x":"5","long":"the quick brown fox jumps over the lazy dog, and keeps on running through the forest until  it meets a wolf","quoted":"it's a: long line that must be quoted, which folds at spaces as well, here and there"}},"data":{"a":"yes","b":"no","c":"y","d":"on","e":"null","f":"~","g":"","h":"017","i":"0x1F","j":"1_000","k":"1e3","l":".5","m":"5.","n":"+1","o":"-","p":"---","q":"...","r":"#","s":"a #b","t":"a: b","u":"a:","v":"?","w":"? a","x":"!x","y":"&a","z":"*a","aa":"'","ab":"\"","ac":"\\","ad":"@x","ae":"`","af":"%a","ag":"|","ah":">","ai":"[a]","aj":"{a}","ak":",","al":"a,b","am":"<<","an":"=","ao":"2001-12-14","ap":"2001-12-14T21:59:43Z","aq":"2001-1-1 1:2:3","ar":"1:30","as":"190:20:30.15","at":".inf","au":".nan","av":"0b11","aw":"0o7","ax":"tab\there","ay":"é日本語","az":"😀","ba":" a","bb":"a ","bc":"line\nline\n","bd":"line\n\n","be":"line","bf":"\n","bg":" a\nb","bh":"a \nb","bi":"a\n  b\n\n c","bj":"a\r\nb","bk":"\u0001","bl":"99999999999999999999","bm":"1.","bn":"- a","bo":"a\tb: c\nd","bp":"the quick brown fox: it jumps over the lazy dog \\ and keeps on \"running\" through the forest\u0001 until it meets a wolf or two","bq":"2001-13-45","br":"08","bs":"0_","bt":"True","bu":"tRue","xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx":"a","xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxy":"a\nb"},"binaryData":{"bin":"AAAA"}}

GET /api/v1/namespaces/story20/configmaps/texts
Accept: application/yaml

POST /api/v1/namespaces/story20/pods?dryRun=All
Accept: application/yaml
{"metadata":{"name":"p"},"spec":{"serviceAccountName":"nobody","containers":[{"name":"c","image":"example.com/a","command":["sh","-c","echo a\necho b"],"ports":[{"containerPort":80}],"resources":{"limits":{"cpu":"1"}}}]}}

GET /api/v1/namespaces/story20
Accept: application/yaml

GET /api/v1/namespaces/nothing
Accept: application/yaml

GET /api/v1/namespaces/story20/secrets
Accept: application/yaml

GET /api/v1/namespaces/story20/secrets
Accept: application/yaml;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1

GET /api/v1/namespaces/story20/configmaps/nothing
Accept: application/yaml;as=Table;g=meta.k8s.io;v=v1

GET /api/v1/namespaces/story20/configmaps/nothing
Accept: application/yaml;as=Table;g=meta.k8s.io;v=v1, application/yaml

GET /api/v1/namespaces/story20/secrets
Accept: application/vnd.kubernetes.nothing, application/yaml;q=0.5, */*;q=0.1

GET /api/v1/namespaces/story20/secrets
Accept: application/json;q=0.5, application/yaml

GET /api/v1/namespaces/story20/secrets
Accept: */*, application/yaml

GET /api/v1/namespaces/story20/secrets
Accept: application/yaml;stream=watch

GET /api/v1/namespaces/story20/secrets
Accept: application/yaml;stream=watch, application/json

WATCH /api/v1/namespaces/story20/secrets
Accept: application/yaml

WATCH /api/v1/namespaces/story20/secrets
Accept: application/yaml, application/json

WATCH /api/v1/namespaces/story20/secrets
Accept: application/json;stream=watch

PATCH /api/v1/namespaces/story20/configmaps/texts
Accept: application/yaml
Content-Type: application/merge-patch+json
{"data":null,"binaryData":null}

PUT /api/v1/namespaces/story20/configmaps/texts
Accept: application/yaml
{"metadata":{"name":"other"}}

POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews
Accept: application/yaml
{"spec":{"resourceAttributes":{"verb":"get","resource":"pods"}}}

GET /api/v1/namespaces/story20/configmaps
Accept: application/yaml
Impersonate-User: nobody

GET /api/v1/pods
Accept: application/yaml
Authorization: Bearer wrong

GET /nothing
Accept: application/yaml

GET /healthz
Accept: application/yaml

GET /version
Accept: application/yaml

GET /version
Accept: text/html

GET /version
Accept: text/html, */*;q=0.1

GET /api
Accept: text/html

GET /api
Accept: application/*

GET /apis
Accept: application/json;as=Table;g=meta.k8s.io;v=v1

GET /apis
Accept: text/html

GET /apis/apps
Accept: text/html

GET /apis/apps
Accept: application/yaml

GET /apis/apps/v1
Accept: application/yaml

GET /apis/apps/v1
Accept: text/html

GET /apis/apps/v9
Accept: application/yaml

GET /apis/apps/v9
Accept: text/html

GET /apis/nothing
Accept: application/yaml

GET /openid/v1/jwks
Accept: application/json

GET /.well-known/openid-configuration
Accept: application/yaml

POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions
Accept: application/yaml
{"metadata":{"name":"gs.story20.example.com"},"spec":{"group":"story20.example.com","scope":"Namespaced","names":{"plural":"gs","kind":"G"},"versions":[{"name":"v1","served":true,"storage":true,"subresources":{"status":{},"scale":{"specReplicasPath":".spec.replicas","statusReplicasPath":".status.replicas"}},"schema":{"openAPIV3Schema":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}]}}

THERE /apis/story20.example.com/v1/namespaces/story20/gs

POST /apis/story20.example.com/v1/namespaces/story20/gs
Accept: application/yaml
{"apiVersion":"story20.example.com/v1","kind":"G","metadata":{"name":"g"},"spec":{"replicas":1,"a":0.5,"b":1234567.5,"c":1e21,"d":-0.00001,"e":123456.5,"f":[[1,[2]],[],{},[{"a":[{"b":1}]}],null,true],"g":{"h":{},"i":[]},"j":null,"k":9223372036854775807}}

GET /apis/story20.example.com/v1/namespaces/story20/gs
Accept: application/yaml

GET /apis/story20.example.com/v1/namespaces/story20/gs/g/scale
Accept: application/yaml

GET /apis/story20.example.com/v1/namespaces/story20/gs
Accept: text/html

GET /apis/story20.example.com/v1/namespaces/story20/gs/nothing
Accept: application/yaml

WATCH /apis/story20.example.com/v1/namespaces/story20/gs
Accept: application/yaml

DELETE /apis/story20.example.com/v1/namespaces/story20/gs/g
Accept: application/yaml

DELETE /api/v1/namespaces/story20/configmaps/texts
Accept: application/yaml

DELETE /api/v1/namespaces/story20/secrets
Accept: application/yaml

# What a cluster starts with has owners.

GET /api/v1/namespaces/default

GET /api/v1/namespaces/kube-system

GET /apis/scheduling.k8s.io/v1/priorityclasses/system-node-critical

# Selectors with odd values.

GET /api/v1/namespaces/story20/pods?labelSelector=a%3D%C3%A9

GET /api/v1/namespaces/story20/pods?labelSelector=a%20notin%20(x,-y,x)

GET /api/v1/namespaces/story20/pods?labelSelector=a%20in%20(-x,-y),b

GET /api/v1/namespaces/story20/pods?labelSelector=-a%3D-b

GET /api/v1/namespaces/story20/pods?labelSelector=a!%3D1234567890123456789012345678901234567890123456789012345678901234567890

GET /api/v1/namespaces/story20/pods?labelSelector=,

GET /api/v1/namespaces/story20/pods?labelSelector=,a

GET /api/v1/namespaces/story20/pods?labelSelector=%20,,b

GET /api/v1/namespaces/story20/pods?labelSelector=a%3D,b

GET /api/v1/namespaces/story20/pods?labelSelector=a%20in%20(,)

GET /api/v1/namespaces/story20/pods?fieldSelector=%3Da

GET /api/v1/namespaces/story20/pods?fieldSelector=metadata.name%3Da%5C

GET /api/v1/namespaces/story20/pods?fieldSelector=metadata.name%3Da%5Cb

GET /api/v1/namespaces/story20/pods?fieldSelector=metadata.name%3Da%5C,b

GET /api/v1/namespaces/story20/pods?fieldSelector=metadata.name%3Da%5C%5C,spec.nodeName!%3Db

GET /api/v1/namespaces/story20/pods?fieldSelector=metadata.name%3Da%3Db

GET /api/v1/namespaces/story20/pods?fieldSelector=metadata.name%3D%3D%3Db

GET /api/v1/namespaces/story20/pods?fieldSelector=metadata.name%3D%C3%A9

GET /api/v1/namespaces/story20/pods?fieldSelector=!%3Db

GET /api/v1/namespaces/story20/pods?fieldSelector=,metadata.name!%3D,

# Paths that lead nowhere.

GET /healthz/

GET /openapi/v3/apis/apps/v1/
