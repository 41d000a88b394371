# Owners of the replicas that a scale sets.

POST /api/v1/namespaces
{"metadata":{"name":"story21"}}

POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions
{"metadata":{"name":"gs.story21.example.com"},"spec":{"group":"story21.example.com","scope":"Namespaced","names":{"plural":"gs","kind":"G"},"versions":[{"name":"v1","served":true,"storage":true,"subresources":{"status":{},"scale":{"specReplicasPath":".spec.replicas","statusReplicasPath":".status.replicas"}},"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"replicas":{"type":"integer"},"x":{"type":"string"}}},"status":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}}}]}}

THERE /apis/story21.example.com/v1/namespaces/story21/gs

POST /apis/story21.example.com/v1/namespaces/story21/gs?fieldManager=maker
{"apiVersion":"story21.example.com/v1","kind":"G","metadata":{"name":"a"},"spec":{"replicas":2,"x":"y"}}

PATCH /apis/story21.example.com/v1/namespaces/story21/gs/a/scale?fieldManager=scaler
Content-Type: application/merge-patch+json
{"spec":{"replicas":2}}

GET /apis/story21.example.com/v1/namespaces/story21/gs/a

PATCH /apis/story21.example.com/v1/namespaces/story21/gs/a/scale?fieldManager=scaler
Content-Type: application/merge-patch+json
{"spec":{"replicas":2}}

GET /apis/story21.example.com/v1/namespaces/story21/gs/a

PATCH /apis/story21.example.com/v1/namespaces/story21/gs/a/scale?fieldManager=scaler
Content-Type: application/merge-patch+json
{"spec":{"replicas":3}}

GET /apis/story21.example.com/v1/namespaces/story21/gs/a

PATCH /apis/story21.example.com/v1/namespaces/story21/gs/a/scale?fieldManager=scaler
Content-Type: application/merge-patch+json
{"spec":{"replicas":3}}

GET /apis/story21.example.com/v1/namespaces/story21/gs/a

PATCH /apis/story21.example.com/v1/namespaces/story21/gs/a/scale?fieldManager=scaler
Content-Type: application/merge-patch+json
{"spec":{"replicas":4}}

GET /apis/story21.example.com/v1/namespaces/story21/gs/a

POST /apis/story21.example.com/v1/namespaces/story21/gs?fieldManager=maker
{"apiVersion":"story21.example.com/v1","kind":"G","metadata":{"name":"b"},"spec":{"replicas":2,"x":"y"}}

PATCH /apis/story21.example.com/v1/namespaces/story21/gs/b/scale?fieldManager=scaler
Content-Type: application/merge-patch+json
{"spec":{"replicas":3}}

GET /apis/story21.example.com/v1/namespaces/story21/gs/b

PATCH /apis/story21.example.com/v1/namespaces/story21/gs/b/scale?fieldManager=scaler
Content-Type: application/merge-patch+json
{"spec":{"replicas":3}}

GET /apis/story21.example.com/v1/namespaces/story21/gs/b

PATCH /apis/story21.example.com/v1/namespaces/story21/gs/b/scale?fieldManager=other
Content-Type: application/merge-patch+json
{"spec":{"replicas":4}}

GET /apis/story21.example.com/v1/namespaces/story21/gs/b

PATCH /apis/story21.example.com/v1/namespaces/story21/gs/b/scale?fieldManager=scaler
Content-Type: application/merge-patch+json
{"spec":{"replicas":0}}

GET /apis/story21.example.com/v1/namespaces/story21/gs/b

PATCH /apis/story21.example.com/v1/namespaces/story21/gs/b/scale?fieldManager=scaler
Content-Type: application/merge-patch+json
{"spec":{"replicas":5}}

GET /apis/story21.example.com/v1/namespaces/story21/gs/b

POST /apis/story21.example.com/v1/namespaces/story21/gs?fieldManager=maker
{"apiVersion":"story21.example.com/v1","kind":"G","metadata":{"name":"c"},"spec":{"replicas":2}}

PATCH /apis/story21.example.com/v1/namespaces/story21/gs/c/scale?fieldManager=scaler
Content-Type: application/merge-patch+json
{"spec":{"replicas":2}}

GET /apis/story21.example.com/v1/namespaces/story21/gs/c

PATCH /apis/story21.example.com/v1/namespaces/story21/gs/c/scale?fieldManager=scaler
Content-Type: application/merge-patch+json
{"spec":{"replicas":3}}

GET /apis/story21.example.com/v1/namespaces/story21/gs/c

POST /apis/story21.example.com/v1/namespaces/story21/gs?fieldManager=maker
{"apiVersion":"story21.example.com/v1","kind":"G","metadata":{"name":"d"},"spec":{"replicas":2,"x":"y"}}

PATCH /apis/story21.example.com/v1/namespaces/story21/gs/d/scale?fieldManager=scaler
Content-Type: application/merge-patch+json
{"spec":{"replicas":2}}

GET /apis/story21.example.com/v1/namespaces/story21/gs/d

PATCH /apis/story21.example.com/v1/namespaces/story21/gs/d?fieldManager=maker
Content-Type: application/merge-patch+json
{"spec":{"x":"z"}}

PATCH /apis/story21.example.com/v1/namespaces/story21/gs/d?fieldManager=new
Content-Type: application/merge-patch+json
{"spec":{"replicas":7}}

PATCH /apis/story21.example.com/v1/namespaces/story21/gs/d/scale?fieldManager=scaler
Content-Type: application/merge-patch+json
{"spec":{"replicas":7}}

GET /apis/story21.example.com/v1/namespaces/story21/gs/d

PATCH /apis/story21.example.com/v1/namespaces/story21/gs/e?fieldManager=applier
Content-Type: application/apply-patch+yaml
{"apiVersion":"story21.example.com/v1","kind":"G","metadata":{"name":"e"},"spec":{"replicas":2,"x":"y"}}

PATCH /apis/story21.example.com/v1/namespaces/story21/gs/e/scale?fieldManager=scaler
Content-Type: application/merge-patch+json
{"spec":{"replicas":2}}

GET /apis/story21.example.com/v1/namespaces/story21/gs/e

PATCH /apis/story21.example.com/v1/namespaces/story21/gs/e/scale?fieldManager=scaler
Content-Type: application/merge-patch+json
{"spec":{"replicas":3}}

GET /apis/story21.example.com/v1/namespaces/story21/gs/e

PATCH /apis/story21.example.com/v1/namespaces/story21/gs/e?fieldManager=applier
Content-Type: application/apply-patch+yaml
{"apiVersion":"story21.example.com/v1","kind":"G","metadata":{"name":"e"},"spec":{"replicas":3,"x":"y"}}

PATCH /apis/story21.example.com/v1/namespaces/story21/gs/e?fieldManager=applier
Content-Type: application/apply-patch+yaml
{"apiVersion":"story21.example.com/v1","kind":"G","metadata":{"name":"e"},"spec":{"replicas":4,"x":"y"}}

PATCH /apis/story21.example.com/v1/namespaces/story21/gs/e?fieldManager=applier&force=true
Content-Type: application/apply-patch+yaml
{"apiVersion":"story21.example.com/v1","kind":"G","metadata":{"name":"e"},"spec":{"replicas":4,"x":"y"}}

PATCH /apis/story21.example.com/v1/namespaces/story21/gs/e/scale?fieldManager=scaler
Content-Type: application/merge-patch+json
{"spec":{"replicas":4}}

GET /apis/story21.example.com/v1/namespaces/story21/gs/e

PATCH /apis/story21.example.com/v1/namespaces/story21/gs/e/scale?fieldManager=scaler
Content-Type: application/merge-patch+json
{"spec":{"replicas":0}}

GET /apis/story21.example.com/v1/namespaces/story21/gs/e

POST /apis/story21.example.com/v1/namespaces/story21/gs?fieldManager=maker
{"apiVersion":"story21.example.com/v1","kind":"G","metadata":{"name":"f"},"spec":{"replicas":2}}

PATCH /apis/story21.example.com/v1/namespaces/story21/gs/f?fieldManager=applier
Content-Type: application/apply-patch+yaml
{"apiVersion":"story21.example.com/v1","kind":"G","metadata":{"name":"f"},"spec":{"replicas":2,"x":"y"}}

PATCH /apis/story21.example.com/v1/namespaces/story21/gs/f/scale?fieldManager=scaler
Content-Type: application/merge-patch+json
{"spec":{"replicas":2}}

GET /apis/story21.example.com/v1/namespaces/story21/gs/f

PATCH /apis/story21.example.com/v1/namespaces/story21/gs/f/scale?fieldManager=scaler
Content-Type: application/merge-patch+json
{"spec":{"replicas":6}}

GET /apis/story21.example.com/v1/namespaces/story21/gs/f

PUT /apis/story21.example.com/v1/namespaces/story21/gs/f/scale?fieldManager=putter
{"apiVersion":"autoscaling/v1","kind":"Scale","metadata":{"name":"f","namespace":"story21"},"spec":{"replicas":6}}

GET /apis/story21.example.com/v1/namespaces/story21/gs/f

PUT /apis/story21.example.com/v1/namespaces/story21/gs/f/scale?fieldManager=putter
{"apiVersion":"autoscaling/v1","kind":"Scale","metadata":{"name":"f","namespace":"story21"},"spec":{"replicas":8}}

GET /apis/story21.example.com/v1/namespaces/story21/gs/f
