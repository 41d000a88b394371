# Every other kind of the core group.

POST /api/v1/namespaces
{"metadata":{"name":"story3","labels":{"a":"b"}}}

THERE /api/v1/namespaces/story3/configmaps/kube-root-ca.crt

GET /api/v1/namespaces/story3
Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json

POST /api/v1/namespaces
{"metadata":{"name":"Bad.Name"}}

PATCH /api/v1/namespaces/story3
Content-Type: application/merge-patch+json
{"metadata":{"labels":{"kubernetes.io/metadata.name":"zzz"}}}

PUT /api/v1/namespaces/story3/finalize
{"metadata":{"name":"story3"},"spec":{"finalizers":["kubernetes","x/y"]}}

PUT /api/v1/namespaces/story3/finalize
{"metadata":{"name":"story3"},"spec":{"finalizers":["kubernetes"]}}

POST /api/v1/namespaces/story3/services
{"metadata":{"name":"s1"},"spec":{"selector":{"a":"b"},"ports":[{"port":80}]}}

POST /api/v1/namespaces/story3/services
{"metadata":{"name":"s2"},"spec":{"type":"NodePort","ports":[{"port":80,"name":"a"},{"port":81,"name":"b","targetPort":"web","protocol":"UDP"}]}}

POST /api/v1/namespaces/story3/services
{"metadata":{"name":"s3"},"spec":{"clusterIP":"None","selector":{"a":"b"},"publishNotReadyAddresses":true}}

POST /api/v1/namespaces/story3/services
{"metadata":{"name":"s4"},"spec":{"type":"ExternalName","externalName":"example.com"}}

POST /api/v1/namespaces/story3/services
{"metadata":{"name":"s5"},"spec":{"type":"LoadBalancer","ports":[{"port":80}],"sessionAffinity":"ClientIP"}}

POST /api/v1/namespaces/story3/services
{"metadata":{"name":"s6"},"spec":{"ports":[{"port":80},{"port":81}]}}

POST /api/v1/namespaces/story3/services
{"metadata":{"name":"s7"},"spec":{"ports":[]}}

POST /api/v1/namespaces/story3/services
{"metadata":{"name":"s8"},"spec":{"ports":[{"port":0,"targetPort":"Bad_Name"},{"port":80,"name":"A B","protocol":"X"}],"type":"Foo","sessionAffinity":"X"}}

POST /api/v1/namespaces/story3/services
{"metadata":{"name":"1bad"},"spec":{"ports":[{"port":80}]}}

POST /api/v1/namespaces/story3/services
{"metadata":{"name":"s9"},"spec":{"ports":[{"port":80}],"clusterIP":"1.2.3.4"}}

POST /api/v1/namespaces/story3/services
{"metadata":{"name":"s10"},"spec":{"ports":[{"port":80,"nodePort":30001}]}}

GET /api/v1/namespaces/story3/services
Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json

PATCH /api/v1/namespaces/story3/services/s1
Content-Type: application/merge-patch+json
{"spec":{"clusterIP":"10.96.9.9"}}

PATCH /api/v1/namespaces/story3/services/s1
Content-Type: application/strategic-merge-patch+json
{"spec":{"ports":[{"port":80,"targetPort":8080,"name":"x"}]}}

PATCH /api/v1/namespaces/story3/services/s1
Content-Type: application/merge-patch+json
{"spec":{"type":"NodePort"}}

PATCH /api/v1/namespaces/story3/services/s1/status
Content-Type: application/merge-patch+json
{"status":{"loadBalancer":{"ingress":[{"ip":"1.2.3.4"}]}}}

PUT /api/v1/namespaces/story3/services/s1
{"metadata":{"name":"s1"},"spec":{"ports":[{"port":82}]}}

DELETE /api/v1/namespaces/story3/services/s1

POST /api/v1/namespaces/story3/secrets
{"metadata":{"name":"a"},"stringData":{"x":"y"},"data":{"z":"AAA="}}

POST /api/v1/namespaces/story3/secrets
{"metadata":{"name":"b"},"type":"kubernetes.io/dockerconfigjson","data":{}}

POST /api/v1/namespaces/story3/secrets
{"metadata":{"name":"b"},"type":"kubernetes.io/tls","data":{"tls.crt":"AA=="}}

POST /api/v1/namespaces/story3/secrets
{"metadata":{"name":"b"},"type":"kubernetes.io/basic-auth","data":{}}

POST /api/v1/namespaces/story3/secrets
{"metadata":{"name":"b"},"data":{"x":"not base64"}}

POST /api/v1/namespaces/story3/secrets
{"metadata":{"name":"b"},"data":{"bad key":"AA=="}}

POST /api/v1/namespaces/story3/secrets
{"metadata":{"name":"c"},"immutable":true,"data":{"a":"AA=="}}

PATCH /api/v1/namespaces/story3/secrets/c
Content-Type: application/merge-patch+json
{"data":{"a":"BB=="}}

PATCH /api/v1/namespaces/story3/secrets/a
Content-Type: application/merge-patch+json
{"type":"foo"}

PATCH /api/v1/namespaces/story3/secrets/a
Content-Type: application/merge-patch+json
{"stringData":{"x":"new"}}

GET /api/v1/namespaces/story3/secrets
Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json

GET /api/v1/namespaces/story3/secrets?fieldSelector=type%3DOpaque
Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json

DELETE /api/v1/namespaces/story3/secrets/a

POST /api/v1/namespaces/story3/serviceaccounts
{"metadata":{"name":"sa"},"automountServiceAccountToken":false,"imagePullSecrets":[{"name":"x"}]}

GET /api/v1/namespaces/story3/serviceaccounts/sa
Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json

POST /api/v1/namespaces/story3/serviceaccounts/sa/token
{"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{"expirationSeconds":700}}

POST /api/v1/namespaces/story3/serviceaccounts/sa/token
{"spec":{"expirationSeconds":10}}

POST /api/v1/namespaces/story3/serviceaccounts/nope/token
{"spec":{}}

POST /api/v1/namespaces/story3/serviceaccounts/sa/token
{"spec":{"boundObjectRef":{"kind":"Pod","apiVersion":"v1","name":"nope"}}}

DELETE /api/v1/namespaces/story3/serviceaccounts/sa

POST /api/v1/namespaces/story3/persistentvolumeclaims
{"metadata":{"name":"a"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}},"storageClassName":"none"}}

POST /api/v1/namespaces/story3/persistentvolumeclaims
{"metadata":{"name":"b"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1024Mi"}}}}

POST /api/v1/namespaces/story3/persistentvolumeclaims
{"metadata":{"name":"x"},"spec":{}}

POST /api/v1/namespaces/story3/persistentvolumeclaims
{"metadata":{"name":"x"},"spec":{"accessModes":["Foo"],"resources":{"requests":{"storage":"-1"}}}}

GET /api/v1/namespaces/story3/persistentvolumeclaims
Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json

PATCH /api/v1/namespaces/story3/persistentvolumeclaims/a
Content-Type: application/merge-patch+json
{"spec":{"accessModes":["ReadWriteMany"]}}

PATCH /api/v1/namespaces/story3/persistentvolumeclaims/a/status
Content-Type: application/merge-patch+json
{"status":{"phase":"Bound","capacity":{"storage":"1Gi"}}}

QUIET DELETE /api/v1/namespaces/story3/persistentvolumeclaims/b

POST /api/v1/persistentvolumes
{"metadata":{"name":"pv1"},"spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"],"hostPath":{"path":"/x"},"storageClassName":"zz"}}

POST /api/v1/persistentvolumes
{"metadata":{"name":"pv2"},"spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"]}}

POST /api/v1/persistentvolumes
{"metadata":{"name":"pv2"},"spec":{}}

POST /api/v1/persistentvolumes
{"metadata":{"name":"pv2"},"spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"],"hostPath":{"path":"/x"},"nfs":{"server":"a","path":"/b"},"persistentVolumeReclaimPolicy":"X"}}

PATCH /api/v1/persistentvolumes/pv1
Content-Type: application/merge-patch+json
{"spec":{"hostPath":{"path":"/y"}}}

QUIET DELETE /api/v1/persistentvolumes/pv1

POST /api/v1/namespaces/story3/events
{"metadata":{"name":"e1"},"involvedObject":{"kind":"Pod","name":"p","namespace":"story3"},"reason":"R","message":"M","type":"Normal","source":{"component":"c"},"firstTimestamp":"2024-01-01T00:00:00Z","lastTimestamp":"2024-01-01T00:00:00Z","count":2}

POST /api/v1/namespaces/story3/events
{"metadata":{"name":"e2"},"involvedObject":{"kind":"Pod","name":"p","namespace":"other"},"reason":"R"}

POST /apis/events.k8s.io/v1/namespaces/story3/events
{"metadata":{"name":"e3"},"regarding":{"kind":"Pod","name":"p","namespace":"story3"},"reason":"R","note":"N","type":"Warning","action":"A","eventTime":"2024-01-01T00:00:00.123456Z","reportingController":"c/d","reportingInstance":"i"}

POST /apis/events.k8s.io/v1/namespaces/story3/events
{"metadata":{"name":"e4"},"regarding":{"kind":"Pod","name":"p","namespace":"story3"}}

GET /api/v1/namespaces/story3/events/e3

GET /apis/events.k8s.io/v1/namespaces/story3/events/e1

GET /api/v1/namespaces/story3/events?fieldSelector=involvedObject.name%3Dp,reason%3DR
Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json

GET /apis/events.k8s.io/v1/namespaces/story3/events?fieldSelector=regarding.name%3Dp
Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json

PATCH /api/v1/namespaces/story3/events/e1
Content-Type: application/strategic-merge-patch+json
{"count":3}

POST /api/v1/namespaces/story3/limitranges
{"metadata":{"name":"l"},"spec":{"limits":[{"type":"Container","default":{"cpu":"100m"},"max":{"cpu":"1"}}]}}

GET /api/v1/namespaces/story3/limitranges
Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json

POST /api/v1/namespaces/story3/pods?dryRun=All
{"metadata":{"name":"lim"},"spec":{"containers":[{"name":"c","image":"b"}]}}

POST /api/v1/namespaces/story3/pods
{"metadata":{"name":"lim2"},"spec":{"containers":[{"name":"c","image":"b","resources":{"requests":{"cpu":"2"},"limits":{"cpu":"2"}}}]}}

DELETE /api/v1/namespaces/story3/limitranges/l

POST /api/v1/namespaces/story3/resourcequotas
{"metadata":{"name":"q"},"spec":{"hard":{"pods":"1","requests.cpu":"1"}}}

POST /api/v1/namespaces/story3/endpoints
{"metadata":{"name":"ep"},"subsets":[{"addresses":[{"ip":"1.2.3.4"}],"ports":[{"port":80}]}]}

POST /api/v1/namespaces/story3/endpoints
{"metadata":{"name":"ep2"},"subsets":[{"addresses":[{"ip":"127.0.0.1"}],"ports":[{"port":80}]}]}

GET /api/v1/namespaces/story3/endpoints/ep
Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json

POST /api/v1/namespaces/story3/replicationcontrollers?dryRun=All
{"metadata":{"name":"rc"},"spec":{"replicas":0,"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"b"}]}}}}

POST /api/v1/namespaces/story3/podtemplates
{"metadata":{"name":"pt"},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"b"}]}}}

GET /api/v1/namespaces/story3/podtemplates
Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json

