# Admission policies of expressions, in force and not.
POST /api/v1/namespaces
{"metadata":{"name":"story8","labels":{"env":"test"}}}

THERE /api/v1/namespaces/story8/configmaps/kube-root-ca.crt

POST /apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies
{"metadata":{"name":"story8"},"spec":{"failurePolicy":"Fail","matchConstraints":{"resourceRules":[{"apiGroups":[""],"apiVersions":["v1"],"operations":["CREATE","UPDATE"],"resources":["configmaps"]}]},"matchConditions":[{"name":"not-free","expression":"!has(object.metadata.labels) || !('free' in object.metadata.labels)"}],"variables":[{"name":"size","expression":"has(object.data) ? object.data.size() : 0"}],"validations":[{"expression":"variables.size <= 2","message":"at most two keys"},{"expression":"object.metadata.name != 'forbidden'","reason":"Forbidden","messageExpression":"'no ' + object.metadata.name"},{"expression":"request.operation != 'UPDATE' || !has(oldObject.data) || has(object.data)"}]}}

POST /apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings
{"metadata":{"name":"story8-deny"},"spec":{"policyName":"story8","validationActions":["Deny"],"matchResources":{"namespaceSelector":{"matchLabels":{"env":"test"}}}}}

POST /apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies
{"metadata":{"name":"story8-keep"},"spec":{"matchConstraints":{"resourceRules":[{"apiGroups":[""],"apiVersions":["v1"],"operations":["DELETE"],"resources":["secrets"]}]},"validations":[{"expression":"!has(oldObject.metadata.labels) || !('keep' in oldObject.metadata.labels)","message":"it is kept"}]}}

POST /apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings
{"metadata":{"name":"story8-keep"},"spec":{"policyName":"story8-keep","validationActions":["Deny"],"matchResources":{"namespaceSelector":{"matchLabels":{"env":"test"}}}}}

# Real servers learn of policies a moment later.
AGAIN 422 POST /api/v1/namespaces/story8/configmaps?dryRun=All
{"metadata":{"name":"large"},"data":{"a":"1","b":"2","c":"3"}}

# Deleting one or all of a kind asks the policies the same.
POST /api/v1/namespaces/story8/secrets
{"metadata":{"name":"kept","labels":{"keep":"x"}}}

AGAIN 422 DELETE /api/v1/namespaces/story8/secrets/kept?dryRun=All

DELETE /api/v1/namespaces/story8/secrets/kept

DELETE /api/v1/namespaces/story8/secrets

GET /api/v1/namespaces/story8/secrets

DELETE /apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings/story8-keep

POST /api/v1/namespaces/story8/configmaps
{"metadata":{"name":"good"},"data":{"a":"1"}}

POST /api/v1/namespaces/story8/configmaps
{"metadata":{"name":"large"},"data":{"a":"1","b":"2","c":"3"}}

POST /api/v1/namespaces/story8/configmaps
{"metadata":{"name":"free","labels":{"free":"x"}},"data":{"a":"1","b":"2","c":"3"}}

POST /api/v1/namespaces/story8/configmaps
{"metadata":{"name":"forbidden"}}

PUT /api/v1/namespaces/story8/configmaps/good
{"metadata":{"name":"good"}}

PATCH /api/v1/namespaces/story8/configmaps/good
Content-Type: application/merge-patch+json
{"data":{"b":"2","c":"3"}}

POST /api/v1/namespaces/default/configmaps?dryRun=All
{"metadata":{"name":"elsewhere"},"data":{"a":"1","b":"2","c":"3"}}

PATCH /apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings/story8-deny
Content-Type: application/merge-patch+json
{"spec":{"validationActions":["Warn"]}}

AGAIN 201 POST /api/v1/namespaces/story8/configmaps?dryRun=All
{"metadata":{"name":"large"},"data":{"a":"1","b":"2","c":"3"}}

POST /api/v1/namespaces/story8/configmaps
{"metadata":{"name":"warned"},"data":{"a":"1","b":"2","c":"3"}}

DELETE /apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings/story8-deny

DELETE /apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies/story8

DELETE /api/v1/namespaces/story8

DELETE /apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies/story8-keep
