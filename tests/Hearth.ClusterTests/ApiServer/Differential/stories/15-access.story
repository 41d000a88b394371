# Tokens of accounts: what may be asked, what they say, and when they end; acting as others; nobody.

POST /api/v1/namespaces
{"metadata":{"name":"story15"}}

THERE /api/v1/namespaces/story15/serviceaccounts/default

POST /api/v1/namespaces/story15/serviceaccounts
{"metadata":{"name":"sa"}}

POST /api/v1/namespaces/story15/serviceaccounts/sa/token
{"spec":{}}

# The token works, and says whose it is.
POST /apis/authentication.k8s.io/v1/selfsubjectreviews
Authorization: Bearer {token}
{}

GET /api/v1/namespaces/story15/pods
Authorization: Bearer {token}

GET /api
Authorization: bearer {token}

POST /apis/authentication.k8s.io/v1/tokenreviews
{"spec":{"token":"{token}"}}

POST /apis/authentication.k8s.io/v1/tokenreviews
{"spec":{"token":"{token}","audiences":["https://kubernetes.default.svc","other"]}}

POST /apis/authentication.k8s.io/v1/tokenreviews
{"spec":{"token":"{token}","audiences":["other","more"]}}

POST /apis/authentication.k8s.io/v1/tokenreviews
{"spec":{"token":""}}

POST /apis/authentication.k8s.io/v1/tokenreviews
{"spec":{"token":"a.b.c"}}

POST /apis/authentication.k8s.io/v1/tokenreviews
{"spec":{"token":"eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL2t1YmVybmV0ZXMuZGVmYXVsdC5zdmMifQ."}}

POST /apis/authentication.k8s.io/v1/tokenreviews
{"spec":{"token":"{token}x"}}

# Wrong ones.
GET /api/v1/namespaces/story15/pods
Authorization: Bearer {token}x

GET /api/v1/namespaces/story15/pods
Authorization: Bearer nonsense

GET /version
Authorization: Bearer nonsense

GET /healthz
Authorization: Bearer nonsense

# What is no bearer token is nobody's.
GET /api/v1/namespaces/story15/pods
Authorization: Basic YTpi

GET /version
Authorization: Basic YTpi

GET /healthz
Authorization: Basic YTpi

GET /livez
Authorization: Basic YTpi

GET /readyz
Authorization: Basic YTpi

GET /livez/ping
Authorization: Basic YTpi

GET /healthz/ping
Authorization: Basic YTpi

GET /api
Authorization: Basic YTpi

GET /apis
Authorization: Basic YTpi

GET /metrics
Authorization: Basic YTpi

GET /.well-known/openid-configuration
Authorization: Basic YTpi

GET /openid/v1/jwks
Authorization: Basic YTpi

POST /apis/authentication.k8s.io/v1/selfsubjectreviews
Authorization: Basic YTpi
{}

POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews
Authorization: Basic YTpi
{"spec":{"resourceAttributes":{"verb":"get","resource":"pods"}}}

GET /nothing
Authorization: Basic YTpi

# Other audiences.
POST /api/v1/namespaces/story15/serviceaccounts/sa/token
{"spec":{"audiences":["other","more"]}}

GET /api/v1/namespaces/story15/pods
Authorization: Bearer {token}

POST /apis/authentication.k8s.io/v1/tokenreviews
{"spec":{"token":"{token}","audiences":["more","x"]}}

POST /apis/authentication.k8s.io/v1/tokenreviews
{"spec":{"token":"{token}"}}

POST /api/v1/namespaces/story15/serviceaccounts/sa/token
{"spec":{"audiences":["other","https://kubernetes.default.svc"],"expirationSeconds":601}}

GET /api/v1/namespaces/story15/pods
Authorization: Bearer {token}

POST /api/v1/namespaces/story15/serviceaccounts/sa/token
{"spec":{"audiences":[]}}

POST /api/v1/namespaces/story15/serviceaccounts/sa/token
{"spec":{"audiences":[""]}}

# Refused requests.
POST /api/v1/namespaces/story15/serviceaccounts/sa/token
{"spec":{"expirationSeconds":599}}

POST /api/v1/namespaces/story15/serviceaccounts/sa/token
{"spec":{"expirationSeconds":600}}

POST /api/v1/namespaces/story15/serviceaccounts/sa/token
{"spec":{"expirationSeconds":-1}}

POST /api/v1/namespaces/story15/serviceaccounts/sa/token
{"spec":{"expirationSeconds":0}}

POST /api/v1/namespaces/story15/serviceaccounts/sa/token
{"spec":{"expirationSeconds":4294967296}}

POST /api/v1/namespaces/story15/serviceaccounts/sa/token
{"spec":{"expirationSeconds":4294967297}}

POST /api/v1/namespaces/story15/serviceaccounts/sa/token
{"spec":{"expirationSeconds":"x"}}

POST /api/v1/namespaces/story15/serviceaccounts/sa/token
{"spec":{"expirationSeconds":1.5}}

POST /api/v1/namespaces/story15/serviceaccounts/sa/token
{"spec":{"boundObjectRef":{"kind":"ConfigMap","apiVersion":"v1","name":"x"}}}

POST /api/v1/namespaces/story15/serviceaccounts/sa/token
{"spec":{"boundObjectRef":{"kind":"Pod","apiVersion":"v1","name":"none"}}}

POST /api/v1/namespaces/story15/serviceaccounts/sa/token
{"spec":{"boundObjectRef":{"kind":"Secret","apiVersion":"v1","name":"none"}}}

POST /api/v1/namespaces/story15/serviceaccounts/sa/token
{"spec":{"boundObjectRef":{"kind":"Node","apiVersion":"v1","name":"none"}}}

POST /api/v1/namespaces/story15/serviceaccounts/sa/token
{"spec":{"boundObjectRef":{"kind":"Pod","name":"none"}}}

POST /api/v1/namespaces/story15/serviceaccounts/sa/token
{"spec":{"boundObjectRef":{"kind":"Pod","apiVersion":"apps/v1","name":"none"}}}

POST /api/v1/namespaces/story15/serviceaccounts/sa/token
{"spec":{"boundObjectRef":{}}}

POST /api/v1/namespaces/story15/serviceaccounts/none/token
{"spec":{}}

POST /api/v1/namespaces/none/serviceaccounts/sa/token
{"spec":{}}

POST /api/v1/namespaces/story15/serviceaccounts/sa/token
{"metadata":{"name":"other"},"spec":{}}

POST /api/v1/namespaces/story15/serviceaccounts/sa/token
{"metadata":{"name":"sa","namespace":"other"},"spec":{}}

POST /api/v1/namespaces/story15/serviceaccounts/sa/token
{"metadata":{"uid":"11111111-2222-3333-4444-555555555555"},"spec":{}}

POST /api/v1/namespaces/story15/serviceaccounts/sa/token
{"kind":"TokenReview","apiVersion":"authentication.k8s.io/v1","spec":{}}

POST /api/v1/namespaces/story15/serviceaccounts/sa/token?dryRun=All
{"spec":{}}

POST /api/v1/namespaces/story15/serviceaccounts/sa/token?fieldValidation=Strict
{"spec":{"nope":1}}

GET /api/v1/namespaces/story15/serviceaccounts/sa/token

# Bound to a pod: the token goes with it.
POST /api/v1/namespaces/story15/pods
{"metadata":{"name":"other"},"spec":{"containers":[{"name":"c","image":"i"}]}}

POST /api/v1/namespaces/story15/pods
{"metadata":{"name":"p"},"spec":{"serviceAccountName":"sa","containers":[{"name":"c","image":"i"}]}}

POST /api/v1/namespaces/story15/serviceaccounts/sa/token
{"spec":{"boundObjectRef":{"kind":"Pod","apiVersion":"v1","name":"other"}}}

POST /api/v1/namespaces/story15/serviceaccounts/sa/token
{"spec":{"boundObjectRef":{"kind":"Pod","apiVersion":"v1","name":"p","uid":"11111111-2222-3333-4444-555555555555"}}}

POST /api/v1/namespaces/story15/serviceaccounts/sa/token
{"spec":{"boundObjectRef":{"kind":"Pod","apiVersion":"v1","name":"p"},"expirationSeconds":3607}}

POST /apis/authentication.k8s.io/v1/tokenreviews
{"spec":{"token":"{token}"}}

POST /apis/authentication.k8s.io/v1/selfsubjectreviews
Authorization: Bearer {token}
{}

# A token that nobody has used yet is in no cache.
POST /api/v1/namespaces/story15/serviceaccounts/sa/token
{"spec":{"boundObjectRef":{"kind":"Pod","apiVersion":"v1","name":"p"}}}

DELETE /api/v1/namespaces/story15/pods/p?gracePeriodSeconds=0

AGAIN 401 GET /api
Authorization: Bearer {token}

GET /api
Authorization: Bearer {token}

POST /apis/authentication.k8s.io/v1/tokenreviews
{"spec":{"token":"{token}"}}

# Bound to a secret.
POST /api/v1/namespaces/story15/secrets
{"metadata":{"name":"s"}}

POST /api/v1/namespaces/story15/serviceaccounts/sa/token
{"spec":{"boundObjectRef":{"kind":"Secret","apiVersion":"v1","name":"s","uid":"{uid}"}}}

POST /apis/authentication.k8s.io/v1/tokenreviews
{"spec":{"token":"{token}"}}

POST /api/v1/namespaces/story15/serviceaccounts/sa/token
{"spec":{"boundObjectRef":{"kind":"Secret","apiVersion":"v1","name":"s"}}}

DELETE /api/v1/namespaces/story15/secrets/s

AGAIN 401 GET /api
Authorization: Bearer {token}

POST /apis/authentication.k8s.io/v1/tokenreviews
{"spec":{"token":"{token}"}}

# Bound to a node.
POST /api/v1/nodes
{"metadata":{"name":"story15"}}

POST /api/v1/namespaces/story15/serviceaccounts/sa/token
{"spec":{"boundObjectRef":{"kind":"Node","apiVersion":"v1","name":"story15"}}}

POST /apis/authentication.k8s.io/v1/tokenreviews
{"spec":{"token":"{token}"}}

POST /api/v1/namespaces/story15/serviceaccounts/sa/token
{"spec":{"boundObjectRef":{"kind":"Node","apiVersion":"v1","name":"story15"}}}

DELETE /api/v1/nodes/story15

AGAIN 401 GET /api
Authorization: Bearer {token}

POST /apis/authentication.k8s.io/v1/tokenreviews
{"spec":{"token":"{token}"}}

# Acting as others: who may.
POST /apis/rbac.authorization.k8s.io/v1/clusterroles
{"metadata":{"name":"story15"},"rules":[{"apiGroups":[""],"resources":["users"],"resourceNames":["jane"],"verbs":["impersonate"]},{"apiGroups":[""],"resources":["groups"],"resourceNames":["dev"],"verbs":["impersonate"]},{"apiGroups":["authentication.k8s.io"],"resources":["userextras/scopes"],"resourceNames":["view"],"verbs":["impersonate"]},{"apiGroups":[""],"resources":["serviceaccounts"],"resourceNames":["default"],"verbs":["impersonate"]}]}

POST /apis/rbac.authorization.k8s.io/v1/clusterrolebindings
{"metadata":{"name":"story15"},"subjects":[{"kind":"ServiceAccount","name":"sa","namespace":"story15"}],"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"story15"}}

POST /api/v1/namespaces/story15/serviceaccounts/sa/token
{"spec":{}}

AGAIN jane POST /apis/authentication.k8s.io/v1/selfsubjectreviews
Authorization: Bearer {token}
Impersonate-User: jane
{}

POST /apis/authentication.k8s.io/v1/selfsubjectreviews
Authorization: Bearer {token}
Impersonate-User: jane
{}

POST /apis/authentication.k8s.io/v1/selfsubjectreviews
Authorization: Bearer {token}
Impersonate-User: jane
Impersonate-Group: dev
{}

POST /apis/authentication.k8s.io/v1/selfsubjectreviews
Authorization: Bearer {token}
Impersonate-User: jane
Impersonate-Group: system:masters
{}

POST /apis/authentication.k8s.io/v1/selfsubjectreviews
Authorization: Bearer {token}
Impersonate-User: john
{}

POST /apis/authentication.k8s.io/v1/selfsubjectreviews
Authorization: Bearer {token}
Impersonate-User: jane
Impersonate-Extra-Scopes: view
{}

POST /apis/authentication.k8s.io/v1/selfsubjectreviews
Authorization: Bearer {token}
Impersonate-User: jane
Impersonate-Extra-Scopes: edit
{}

POST /apis/authentication.k8s.io/v1/selfsubjectreviews
Authorization: Bearer {token}
Impersonate-User: jane
Impersonate-Extra-Other: view
{}

POST /apis/authentication.k8s.io/v1/selfsubjectreviews
Authorization: Bearer {token}
Impersonate-User: jane
Impersonate-Uid: 12
{}

POST /apis/authentication.k8s.io/v1/selfsubjectreviews
Authorization: Bearer {token}
Impersonate-User: system:serviceaccount:story15:default
{}

POST /apis/authentication.k8s.io/v1/selfsubjectreviews
Authorization: Bearer {token}
Impersonate-User: system:serviceaccount:story15:sa
{}

POST /apis/authentication.k8s.io/v1/selfsubjectreviews
Authorization: Bearer {token}
Impersonate-User: system:serviceaccount:story15
{}

POST /apis/authentication.k8s.io/v1/selfsubjectreviews
Authorization: Bearer {token}
Impersonate-Group: dev
{}

POST /apis/authentication.k8s.io/v1/selfsubjectreviews
Authorization: Basic YTpi
Impersonate-User: jane
{}

POST /apis/authentication.k8s.io/v1/selfsubjectreviews
Impersonate-Group: dev
{}

POST /apis/authentication.k8s.io/v1/selfsubjectreviews
Impersonate-Uid: 7
{}

POST /apis/authentication.k8s.io/v1/selfsubjectreviews
Impersonate-Extra-Scopes: view
{}

POST /apis/authentication.k8s.io/v1/selfsubjectreviews
Impersonate-Extra-Scopes: view
Impersonate-Group: dev
Impersonate-Uid: 7
{}

POST /apis/authentication.k8s.io/v1/selfsubjectreviews
Impersonate-User: system:anonymous
{}

POST /apis/authentication.k8s.io/v1/selfsubjectreviews
Impersonate-User: system:anonymous
Impersonate-Group: dev
{}

POST /apis/authentication.k8s.io/v1/selfsubjectreviews
Impersonate-User: jane
Impersonate-Group: system:unauthenticated
{}

POST /apis/authentication.k8s.io/v1/selfsubjectreviews
Impersonate-User: jane
Impersonate-Extra-Acme.com%2Fproject: some-project
Impersonate-Extra-%zz: odd
{}

POST /apis/authentication.k8s.io/v1/selfsubjectreviews
Impersonate-User: system:serviceaccount:story15:sa
Impersonate-Group: dev
{}

POST /apis/authentication.k8s.io/v1/selfsubjectreviews
Impersonate-User: system:serviceaccount:UPPER:sa
{}

POST /apis/authentication.k8s.io/v1/selfsubjectreviews
Impersonate-User: system:serviceaccount:a:b:c
{}

# An account that is gone takes its tokens with it, and a new one of its name does not bring them back.
POST /api/v1/namespaces/story15/serviceaccounts/sa/token
{"spec":{}}

DELETE /api/v1/namespaces/story15/serviceaccounts/sa

AGAIN 401 GET /api
Authorization: Bearer {token}

POST /apis/authentication.k8s.io/v1/tokenreviews
{"spec":{"token":"{token}"}}

POST /api/v1/namespaces/story15/serviceaccounts
{"metadata":{"name":"sa"}}

AGAIN 401 GET /api
Authorization: Bearer {token}

POST /apis/authentication.k8s.io/v1/tokenreviews
{"spec":{"token":"{token}"}}

DELETE /apis/rbac.authorization.k8s.io/v1/clusterroles/story15

DELETE /apis/rbac.authorization.k8s.io/v1/clusterrolebindings/story15
