# Discovery and documents.

GET /version

GET /api

GET /apis/apps

GET /apis/apps/v1

GET /api/v1

GET /apis/nope

GET /apis/apps/v9
GET /apis/apps/v9/deployments
GET /api/v2
GET /api/v2/pods
GET /apis/nothing/v1/x

GET /healthz

GET /readyz

GET /livez

GET /apis/batch/v1

GET /apis/autoscaling

GET /apis/events.k8s.io/v1

GET /apis/apiextensions.k8s.io/v1

GET /apis/policy/v1

GET /apis/authorization.k8s.io/v1

GET /apis
Accept: application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json

GET /api
Accept: application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json

GET /apis

POST /version
{}

GET /api/v1/pods?labelSelector=zzz

DELETE /api/v1/pods

GET /api/v1/pods
Authorization: Bearer wrong

GET /version
Authorization: Bearer wrong
