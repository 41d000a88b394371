# Kinds with the features of definitions that are in use: queues, certificates, workflows, pod groups, monitors.

POST /api/v1/namespaces
{"metadata":{"name":"story13"}}

THERE /api/v1/namespaces/story13/configmaps/kube-root-ca.crt

POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions
{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"clusterqueues.kinds.story.example.com"},"spec":{"group":"kinds.story.example.com","scope":"Namespaced","names":{"plural":"clusterqueues","kind":"ClusterQueue"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"apiVersion":{"type":"string"},"kind":{"type":"string"},"metadata":{"type":"object"},"spec":{"type":"object","properties":{"cohort":{"type":"string","maxLength":253},"queueingStrategy":{"type":"string","default":"BestEffortFIFO","enum":["StrictFIFO","BestEffortFIFO"]},"namespaceSelector":{"type":"object","properties":{"matchLabels":{"type":"object","additionalProperties":{"type":"string"}},"matchExpressions":{"type":"array","items":{"type":"object","properties":{"key":{"type":"string"},"operator":{"type":"string"},"values":{"type":"array","items":{"type":"string"},"x-kubernetes-list-type":"atomic"}},"required":["key","operator"]},"x-kubernetes-list-type":"atomic"}},"x-kubernetes-map-type":"atomic"},"resourceGroups":{"type":"array","items":{"type":"object","properties":{"coveredResources":{"type":"array","items":{"type":"string","maxLength":253},"minItems":1,"maxItems":16},"flavors":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string","maxLength":253,"pattern":"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"},"resources":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string","maxLength":253},"nominalQuota":{"anyOf":[{"type":"integer"},{"type":"string"}],"pattern":"^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$","x-kubernetes-int-or-string":true},"borrowingLimit":{"anyOf":[{"type":"integer"},{"type":"string"}],"pattern":"^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$","x-kubernetes-int-or-string":true},"lendingLimit":{"anyOf":[{"type":"integer"},{"type":"string"}],"pattern":"^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$","x-kubernetes-int-or-string":true}},"required":["name","nominalQuota"]},"minItems":1,"maxItems":16,"x-kubernetes-list-map-keys":["name"],"x-kubernetes-list-type":"map"}},"required":["name","resources"]},"minItems":1,"maxItems":16,"x-kubernetes-list-map-keys":["name"],"x-kubernetes-list-type":"map"}},"required":["coveredResources","flavors"],"x-kubernetes-validations":[{"rule":"self.flavors.all(x, size(x.resources) == size(self.coveredResources))","message":"flavors must have the same number of resources as the coveredResources"}]},"maxItems":16,"x-kubernetes-list-type":"atomic"},"preemption":{"type":"object","properties":{"withinClusterQueue":{"type":"string","default":"Never","enum":["Never","LowerPriority"]},"reclaimWithinCohort":{"type":"string","default":"Never","enum":["Never","LowerPriority","Any"]},"borrowWithinCohort":{"type":"object","properties":{"policy":{"type":"string","default":"Never","enum":["Never","LowerPriority"]},"maxPriorityThreshold":{"type":"integer","format":"int32"}}}},"default":{},"x-kubernetes-validations":[{"rule":"!(self.reclaimWithinCohort == 'Never' && has(self.borrowWithinCohort) &&  self.borrowWithinCohort.policy != 'Never')","message":"reclaimWithinCohort=Never and borrowWithinCohort.Policy!=Never"}]},"stopPolicy":{"type":"string","default":"None","enum":["None","Hold","HoldAndDrain"]},"flavorFungibility":{"type":"object","properties":{"whenCanBorrow":{"type":"string","default":"Borrow"}},"default":{}}},"x-kubernetes-validations":[{"rule":"!has(self.cohort) && has(self.resourceGroups) ? self.resourceGroups.all(rg, rg.flavors.all(f, f.resources.all(r, !has(r.borrowingLimit)))) : true","message":"borrowingLimit must be nil when cohort is empty"}]},"status":{"type":"object","properties":{"conditions":{"type":"array","items":{"type":"object","properties":{"type":{"type":"string","maxLength":316,"pattern":"^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$"},"status":{"type":"string","enum":["True","False","Unknown"]},"reason":{"type":"string","minLength":1,"maxLength":1024,"pattern":"^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$"},"message":{"type":"string","maxLength":32768},"lastTransitionTime":{"type":"string","format":"date-time"},"observedGeneration":{"type":"integer","format":"int64","minimum":0}},"required":["lastTransitionTime","message","reason","status","type"]},"x-kubernetes-list-map-keys":["type"],"x-kubernetes-list-type":"map"},"pendingWorkloads":{"type":"integer","format":"int32"}}}},"required":["spec"]}},"subresources":{"status":{}},"additionalPrinterColumns":[{"name":"Cohort","type":"string","jsonPath":".spec.cohort"},{"name":"Strategy","type":"string","jsonPath":".spec.queueingStrategy","priority":1},{"name":"Pending Workloads","type":"integer","jsonPath":".status.pendingWorkloads"}]}]}}

AGAIN InitialNamesAccepted GET /apis/apiextensions.k8s.io/v1/customresourcedefinitions/clusterqueues.kinds.story.example.com

THERE /apis/kinds.story.example.com/v1/clusterqueues

POST /apis/kinds.story.example.com/v1/namespaces/story13/clusterqueues
{"apiVersion":"kinds.story.example.com/v1","kind":"ClusterQueue","metadata":{"name":"a"},"spec":{}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/clusterqueues?dryRun=All&fieldValidation=Strict
{"apiVersion":"kinds.story.example.com/v1","kind":"ClusterQueue","metadata":{"name":"ax"},"spec":{}}

PATCH /apis/kinds.story.example.com/v1/namespaces/story13/clusterqueues/aa?fieldManager=m1
Content-Type: application/apply-patch+yaml
{"apiVersion":"kinds.story.example.com/v1","kind":"ClusterQueue","metadata":{"name":"aa"},"spec":{}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/clusterqueues
{"apiVersion":"kinds.story.example.com/v1","kind":"ClusterQueue","metadata":{"name":"b"},"spec":{"resourceGroups":[{"coveredResources":["cpu","memory"],"flavors":[{"name":"default","resources":[{"name":"cpu","nominalQuota":9},{"name":"memory","nominalQuota":9}]}]}],"namespaceSelector":{"matchLabels":{"a":"b"}}}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/clusterqueues?dryRun=All&fieldValidation=Strict
{"apiVersion":"kinds.story.example.com/v1","kind":"ClusterQueue","metadata":{"name":"bx"},"spec":{"resourceGroups":[{"coveredResources":["cpu","memory"],"flavors":[{"name":"default","resources":[{"name":"cpu","nominalQuota":9},{"name":"memory","nominalQuota":9}]}]}],"namespaceSelector":{"matchLabels":{"a":"b"}}}}

PATCH /apis/kinds.story.example.com/v1/namespaces/story13/clusterqueues/ba?fieldManager=m1
Content-Type: application/apply-patch+yaml
{"apiVersion":"kinds.story.example.com/v1","kind":"ClusterQueue","metadata":{"name":"ba"},"spec":{"resourceGroups":[{"coveredResources":["cpu","memory"],"flavors":[{"name":"default","resources":[{"name":"cpu","nominalQuota":9},{"name":"memory","nominalQuota":9}]}]}],"namespaceSelector":{"matchLabels":{"a":"b"}}}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/clusterqueues
{"apiVersion":"kinds.story.example.com/v1","kind":"ClusterQueue","metadata":{"name":"c"},"spec":{"resourceGroups":[{"coveredResources":["cpu"],"flavors":[{"name":"default","resources":[{"name":"cpu","nominalQuota":9},{"name":"memory","nominalQuota":9}]}]}]}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/clusterqueues?dryRun=All&fieldValidation=Strict
{"apiVersion":"kinds.story.example.com/v1","kind":"ClusterQueue","metadata":{"name":"cx"},"spec":{"resourceGroups":[{"coveredResources":["cpu"],"flavors":[{"name":"default","resources":[{"name":"cpu","nominalQuota":9},{"name":"memory","nominalQuota":9}]}]}]}}

PATCH /apis/kinds.story.example.com/v1/namespaces/story13/clusterqueues/ca?fieldManager=m1
Content-Type: application/apply-patch+yaml
{"apiVersion":"kinds.story.example.com/v1","kind":"ClusterQueue","metadata":{"name":"ca"},"spec":{"resourceGroups":[{"coveredResources":["cpu"],"flavors":[{"name":"default","resources":[{"name":"cpu","nominalQuota":9},{"name":"memory","nominalQuota":9}]}]}]}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/clusterqueues
{"apiVersion":"kinds.story.example.com/v1","kind":"ClusterQueue","metadata":{"name":"d"},"spec":{"resourceGroups":[{"coveredResources":["cpu","memory"],"flavors":[{"name":"default","resources":[{"name":"cpu","nominalQuota":9,"borrowingLimit":"5Gi"},{"name":"memory","nominalQuota":9,"borrowingLimit":"5Gi"}]}]}]}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/clusterqueues?dryRun=All&fieldValidation=Strict
{"apiVersion":"kinds.story.example.com/v1","kind":"ClusterQueue","metadata":{"name":"dx"},"spec":{"resourceGroups":[{"coveredResources":["cpu","memory"],"flavors":[{"name":"default","resources":[{"name":"cpu","nominalQuota":9,"borrowingLimit":"5Gi"},{"name":"memory","nominalQuota":9,"borrowingLimit":"5Gi"}]}]}]}}

PATCH /apis/kinds.story.example.com/v1/namespaces/story13/clusterqueues/da?fieldManager=m1
Content-Type: application/apply-patch+yaml
{"apiVersion":"kinds.story.example.com/v1","kind":"ClusterQueue","metadata":{"name":"da"},"spec":{"resourceGroups":[{"coveredResources":["cpu","memory"],"flavors":[{"name":"default","resources":[{"name":"cpu","nominalQuota":9,"borrowingLimit":"5Gi"},{"name":"memory","nominalQuota":9,"borrowingLimit":"5Gi"}]}]}]}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/clusterqueues
{"apiVersion":"kinds.story.example.com/v1","kind":"ClusterQueue","metadata":{"name":"e"},"spec":{"cohort":"x","resourceGroups":[{"coveredResources":["cpu","memory"],"flavors":[{"name":"default","resources":[{"name":"cpu","nominalQuota":9,"borrowingLimit":"5Qi"},{"name":"memory","nominalQuota":9,"borrowingLimit":"5Qi"}]}]}]}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/clusterqueues?dryRun=All&fieldValidation=Strict
{"apiVersion":"kinds.story.example.com/v1","kind":"ClusterQueue","metadata":{"name":"ex"},"spec":{"cohort":"x","resourceGroups":[{"coveredResources":["cpu","memory"],"flavors":[{"name":"default","resources":[{"name":"cpu","nominalQuota":9,"borrowingLimit":"5Qi"},{"name":"memory","nominalQuota":9,"borrowingLimit":"5Qi"}]}]}]}}

PATCH /apis/kinds.story.example.com/v1/namespaces/story13/clusterqueues/ea?fieldManager=m1
Content-Type: application/apply-patch+yaml
{"apiVersion":"kinds.story.example.com/v1","kind":"ClusterQueue","metadata":{"name":"ea"},"spec":{"cohort":"x","resourceGroups":[{"coveredResources":["cpu","memory"],"flavors":[{"name":"default","resources":[{"name":"cpu","nominalQuota":9,"borrowingLimit":"5Qi"},{"name":"memory","nominalQuota":9,"borrowingLimit":"5Qi"}]}]}]}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/clusterqueues
{"apiVersion":"kinds.story.example.com/v1","kind":"ClusterQueue","metadata":{"name":"f"},"spec":{"preemption":{"borrowWithinCohort":{"policy":"LowerPriority"}}}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/clusterqueues?dryRun=All&fieldValidation=Strict
{"apiVersion":"kinds.story.example.com/v1","kind":"ClusterQueue","metadata":{"name":"fx"},"spec":{"preemption":{"borrowWithinCohort":{"policy":"LowerPriority"}}}}

PATCH /apis/kinds.story.example.com/v1/namespaces/story13/clusterqueues/fa?fieldManager=m1
Content-Type: application/apply-patch+yaml
{"apiVersion":"kinds.story.example.com/v1","kind":"ClusterQueue","metadata":{"name":"fa"},"spec":{"preemption":{"borrowWithinCohort":{"policy":"LowerPriority"}}}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/clusterqueues
{"apiVersion":"kinds.story.example.com/v1","kind":"ClusterQueue","metadata":{"name":"g"},"spec":{"queueingStrategy":"X","stopPolicy":1,"preemption":null}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/clusterqueues?dryRun=All&fieldValidation=Strict
{"apiVersion":"kinds.story.example.com/v1","kind":"ClusterQueue","metadata":{"name":"gx"},"spec":{"queueingStrategy":"X","stopPolicy":1,"preemption":null}}

PATCH /apis/kinds.story.example.com/v1/namespaces/story13/clusterqueues/ga?fieldManager=m1
Content-Type: application/apply-patch+yaml
{"apiVersion":"kinds.story.example.com/v1","kind":"ClusterQueue","metadata":{"name":"ga"},"spec":{"queueingStrategy":"X","stopPolicy":1,"preemption":null}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/clusterqueues
{"apiVersion":"kinds.story.example.com/v1","kind":"ClusterQueue","metadata":{"name":"h"},"spec":{"resourceGroups":[{"coveredResources":[],"flavors":[]}]}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/clusterqueues?dryRun=All&fieldValidation=Strict
{"apiVersion":"kinds.story.example.com/v1","kind":"ClusterQueue","metadata":{"name":"hx"},"spec":{"resourceGroups":[{"coveredResources":[],"flavors":[]}]}}

PATCH /apis/kinds.story.example.com/v1/namespaces/story13/clusterqueues/ha?fieldManager=m1
Content-Type: application/apply-patch+yaml
{"apiVersion":"kinds.story.example.com/v1","kind":"ClusterQueue","metadata":{"name":"ha"},"spec":{"resourceGroups":[{"coveredResources":[],"flavors":[]}]}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/clusterqueues
{"apiVersion":"kinds.story.example.com/v1","kind":"ClusterQueue","metadata":{"name":"i"},"spec":{"resourceGroups":[{"coveredResources":["cpu"],"flavors":[{"name":"A_","resources":[{"name":"cpu","nominalQuota":1},{"name":"cpu","nominalQuota":"1"}]}]}]}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/clusterqueues?dryRun=All&fieldValidation=Strict
{"apiVersion":"kinds.story.example.com/v1","kind":"ClusterQueue","metadata":{"name":"ix"},"spec":{"resourceGroups":[{"coveredResources":["cpu"],"flavors":[{"name":"A_","resources":[{"name":"cpu","nominalQuota":1},{"name":"cpu","nominalQuota":"1"}]}]}]}}

PATCH /apis/kinds.story.example.com/v1/namespaces/story13/clusterqueues/ia?fieldManager=m1
Content-Type: application/apply-patch+yaml
{"apiVersion":"kinds.story.example.com/v1","kind":"ClusterQueue","metadata":{"name":"ia"},"spec":{"resourceGroups":[{"coveredResources":["cpu"],"flavors":[{"name":"A_","resources":[{"name":"cpu","nominalQuota":1},{"name":"cpu","nominalQuota":"1"}]}]}]}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/clusterqueues
{"apiVersion":"kinds.story.example.com/v1","kind":"ClusterQueue","metadata":{"name":"j"},"spec":{"namespaceSelector":{"matchExpressions":[{"key":"a"}]},"none":1}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/clusterqueues?dryRun=All&fieldValidation=Strict
{"apiVersion":"kinds.story.example.com/v1","kind":"ClusterQueue","metadata":{"name":"jx"},"spec":{"namespaceSelector":{"matchExpressions":[{"key":"a"}]},"none":1}}

PATCH /apis/kinds.story.example.com/v1/namespaces/story13/clusterqueues/ja?fieldManager=m1
Content-Type: application/apply-patch+yaml
{"apiVersion":"kinds.story.example.com/v1","kind":"ClusterQueue","metadata":{"name":"ja"},"spec":{"namespaceSelector":{"matchExpressions":[{"key":"a"}]},"none":1}}

PUT /apis/kinds.story.example.com/v1/namespaces/story13/clusterqueues/a/status
{"apiVersion":"kinds.story.example.com/v1","kind":"ClusterQueue","metadata":{"name":"a","resourceVersion":""},"status":{"conditions":[]}}

PATCH /apis/kinds.story.example.com/v1/namespaces/story13/clusterqueues/a/status
Content-Type: application/merge-patch+json
{"status":{"pendingWorkloads":3,"conditions":[{"type":"Active","status":"True","reason":"Ready","message":"ok","lastTransitionTime":"2024-01-01T00:00:00Z"}]}}

PATCH /apis/kinds.story.example.com/v1/namespaces/story13/clusterqueues/a/status
Content-Type: application/merge-patch+json
{"status":{"conditions":[{"type":"Active","status":"Maybe","reason":"","message":"ok","lastTransitionTime":"yesterday"},{"type":"Active","status":"True"}]}}

PATCH /apis/kinds.story.example.com/v1/namespaces/story13/clusterqueues/a/status?fieldManager=s1
Content-Type: application/apply-patch+yaml
{"apiVersion":"kinds.story.example.com/v1","kind":"ClusterQueue","status":{"conditions":[{"type":"X","status":"True","reason":"R","message":"","lastTransitionTime":"2024-01-01T00:00:00Z"}]}}

POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions
{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"certificates.kinds.story.example.com"},"spec":{"group":"kinds.story.example.com","scope":"Namespaced","names":{"plural":"certificates","kind":"Certificate"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"apiVersion":{"type":"string"},"kind":{"type":"string"},"metadata":{"type":"object"},"spec":{"type":"object","properties":{"secretName":{"type":"string"},"commonName":{"type":"string"},"dnsNames":{"type":"array","items":{"type":"string"}},"duration":{"type":"string"},"renewBefore":{"type":"string"},"issuerRef":{"type":"object","properties":{"name":{"type":"string"},"kind":{"type":"string"},"group":{"type":"string"}},"required":["name"]},"usages":{"type":"array","items":{"type":"string","enum":["signing","digital signature","server auth","client auth"]}},"privateKey":{"type":"object","properties":{"algorithm":{"type":"string","enum":["RSA","ECDSA","Ed25519"]},"size":{"type":"integer"},"rotationPolicy":{"type":"string","enum":["Never","Always"]}}},"keystores":{"type":"object","properties":{"jks":{"type":"object","properties":{"create":{"type":"boolean"},"passwordSecretRef":{"type":"object","properties":{"name":{"type":"string"},"key":{"type":"string"}},"required":["name"]}},"required":["create"]}}},"revisionHistoryLimit":{"type":"integer","format":"int32","minimum":1}},"required":["issuerRef","secretName"]},"status":{"type":"object","properties":{"conditions":{"type":"array","items":{"type":"object","properties":{"type":{"type":"string","maxLength":316,"pattern":"^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$"},"status":{"type":"string","enum":["True","False","Unknown"]},"reason":{"type":"string","minLength":1,"maxLength":1024,"pattern":"^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$"},"message":{"type":"string","maxLength":32768},"lastTransitionTime":{"type":"string","format":"date-time"},"observedGeneration":{"type":"integer","format":"int64","minimum":0}},"required":["lastTransitionTime","message","reason","status","type"]},"x-kubernetes-list-map-keys":["type"],"x-kubernetes-list-type":"map"},"notAfter":{"type":"string","format":"date-time"}}}},"required":["spec"]}},"subresources":{"status":{}},"additionalPrinterColumns":[{"name":"Ready","type":"string","jsonPath":".status.conditions[?(@.type==\"Ready\")].status"},{"name":"Secret","type":"string","jsonPath":".spec.secretName"},{"name":"Age","type":"date","jsonPath":".metadata.creationTimestamp"}],"selectableFields":[{"jsonPath":".spec.issuerRef.name"}]}]}}

AGAIN InitialNamesAccepted GET /apis/apiextensions.k8s.io/v1/customresourcedefinitions/certificates.kinds.story.example.com

THERE /apis/kinds.story.example.com/v1/certificates

POST /apis/kinds.story.example.com/v1/namespaces/story13/certificates
{"apiVersion":"kinds.story.example.com/v1","kind":"Certificate","metadata":{"name":"a"},"spec":{"secretName":"s","issuerRef":{"name":"i"}}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/certificates?dryRun=All&fieldValidation=Strict
{"apiVersion":"kinds.story.example.com/v1","kind":"Certificate","metadata":{"name":"ax"},"spec":{"secretName":"s","issuerRef":{"name":"i"}}}

PATCH /apis/kinds.story.example.com/v1/namespaces/story13/certificates/aa?fieldManager=m1
Content-Type: application/apply-patch+yaml
{"apiVersion":"kinds.story.example.com/v1","kind":"Certificate","metadata":{"name":"aa"},"spec":{"secretName":"s","issuerRef":{"name":"i"}}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/certificates
{"apiVersion":"kinds.story.example.com/v1","kind":"Certificate","metadata":{"name":"b"},"spec":{"secretName":"s"}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/certificates?dryRun=All&fieldValidation=Strict
{"apiVersion":"kinds.story.example.com/v1","kind":"Certificate","metadata":{"name":"bx"},"spec":{"secretName":"s"}}

PATCH /apis/kinds.story.example.com/v1/namespaces/story13/certificates/ba?fieldManager=m1
Content-Type: application/apply-patch+yaml
{"apiVersion":"kinds.story.example.com/v1","kind":"Certificate","metadata":{"name":"ba"},"spec":{"secretName":"s"}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/certificates
{"apiVersion":"kinds.story.example.com/v1","kind":"Certificate","metadata":{"name":"c"},"spec":{"secretName":"","issuerRef":{"name":1},"usages":["x","server auth"],"privateKey":{"size":"2048"},"revisionHistoryLimit":0}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/certificates?dryRun=All&fieldValidation=Strict
{"apiVersion":"kinds.story.example.com/v1","kind":"Certificate","metadata":{"name":"cx"},"spec":{"secretName":"","issuerRef":{"name":1},"usages":["x","server auth"],"privateKey":{"size":"2048"},"revisionHistoryLimit":0}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/certificates
{"apiVersion":"kinds.story.example.com/v1","kind":"Certificate","metadata":{"name":"d"},"spec":{"secretName":"s","issuerRef":{"name":"i"},"keystores":{"jks":{}}}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/certificates?dryRun=All&fieldValidation=Strict
{"apiVersion":"kinds.story.example.com/v1","kind":"Certificate","metadata":{"name":"dx"},"spec":{"secretName":"s","issuerRef":{"name":"i"},"keystores":{"jks":{}}}}

PATCH /apis/kinds.story.example.com/v1/namespaces/story13/certificates/da?fieldManager=m1
Content-Type: application/apply-patch+yaml
{"apiVersion":"kinds.story.example.com/v1","kind":"Certificate","metadata":{"name":"da"},"spec":{"secretName":"s","issuerRef":{"name":"i"},"keystores":{"jks":{}}}}

GET /apis/kinds.story.example.com/v1/namespaces/story13/certificates?fieldSelector=spec.issuerRef.name%3Di

POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions
{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"workflows.kinds.story.example.com"},"spec":{"group":"kinds.story.example.com","scope":"Namespaced","names":{"plural":"workflows","kind":"Workflow"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"apiVersion":{"type":"string"},"kind":{"type":"string"},"metadata":{"type":"object"},"spec":{"type":"object","properties":{"arguments":{"type":"object","x-kubernetes-preserve-unknown-fields":true},"templates":{"type":"array","items":{"type":"object","x-kubernetes-preserve-unknown-fields":true,"properties":{"name":{"type":"string"},"parallelism":{"type":"integer","format":"int64"}}}},"entrypoint":{"type":"string"},"podSpecPatch":{"type":"string"},"ttl":{"x-kubernetes-int-or-string":true},"template":{"type":"object","x-kubernetes-embedded-resource":true,"x-kubernetes-preserve-unknown-fields":true}},"x-kubernetes-preserve-unknown-fields":true},"status":{"type":"object","x-kubernetes-preserve-unknown-fields":true}},"required":["spec"]}},"subresources":{"status":{}}}]}}

AGAIN InitialNamesAccepted GET /apis/apiextensions.k8s.io/v1/customresourcedefinitions/workflows.kinds.story.example.com

THERE /apis/kinds.story.example.com/v1/workflows

POST /apis/kinds.story.example.com/v1/namespaces/story13/workflows
{"apiVersion":"kinds.story.example.com/v1","kind":"Workflow","metadata":{"name":"a"},"spec":{"entrypoint":"x","templates":[{"name":"x","container":{"image":"y"},"parallelism":2}],"foo":{"bar":[1,{"a":null}]}}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/workflows?dryRun=All&fieldValidation=Strict
{"apiVersion":"kinds.story.example.com/v1","kind":"Workflow","metadata":{"name":"ax"},"spec":{"entrypoint":"x","templates":[{"name":"x","container":{"image":"y"},"parallelism":2}],"foo":{"bar":[1,{"a":null}]}}}

PATCH /apis/kinds.story.example.com/v1/namespaces/story13/workflows/aa?fieldManager=m1
Content-Type: application/apply-patch+yaml
{"apiVersion":"kinds.story.example.com/v1","kind":"Workflow","metadata":{"name":"aa"},"spec":{"entrypoint":"x","templates":[{"name":"x","container":{"image":"y"},"parallelism":2}],"foo":{"bar":[1,{"a":null}]}}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/workflows
{"apiVersion":"kinds.story.example.com/v1","kind":"Workflow","metadata":{"name":"b"},"spec":{"templates":[{"name":1,"parallelism":"2"}],"ttl":1.5}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/workflows?dryRun=All&fieldValidation=Strict
{"apiVersion":"kinds.story.example.com/v1","kind":"Workflow","metadata":{"name":"bx"},"spec":{"templates":[{"name":1,"parallelism":"2"}],"ttl":1.5}}

PATCH /apis/kinds.story.example.com/v1/namespaces/story13/workflows/ba?fieldManager=m1
Content-Type: application/apply-patch+yaml
{"apiVersion":"kinds.story.example.com/v1","kind":"Workflow","metadata":{"name":"ba"},"spec":{"templates":[{"name":1,"parallelism":"2"}],"ttl":1.5}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/workflows
{"apiVersion":"kinds.story.example.com/v1","kind":"Workflow","metadata":{"name":"c"},"spec":{"template":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"X","labels":{"a b":"c"},"foo":1,"annotations":{"a":1}},"spec":{"x":1}}}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/workflows?dryRun=All&fieldValidation=Strict
{"apiVersion":"kinds.story.example.com/v1","kind":"Workflow","metadata":{"name":"cx"},"spec":{"template":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"X","labels":{"a b":"c"},"foo":1,"annotations":{"a":1}},"spec":{"x":1}}}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/workflows
{"apiVersion":"kinds.story.example.com/v1","kind":"Workflow","metadata":{"name":"d"},"spec":{"template":{"kind":"Pod"}}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/workflows?dryRun=All&fieldValidation=Strict
{"apiVersion":"kinds.story.example.com/v1","kind":"Workflow","metadata":{"name":"dx"},"spec":{"template":{"kind":"Pod"}}}

PATCH /apis/kinds.story.example.com/v1/namespaces/story13/workflows/da?fieldManager=m1
Content-Type: application/apply-patch+yaml
{"apiVersion":"kinds.story.example.com/v1","kind":"Workflow","metadata":{"name":"da"},"spec":{"template":{"kind":"Pod"}}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/workflows
{"apiVersion":"kinds.story.example.com/v1","kind":"Workflow","metadata":{"name":"e"},"spec":{"template":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"x","labels":"no"}}}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/workflows?dryRun=All&fieldValidation=Strict
{"apiVersion":"kinds.story.example.com/v1","kind":"Workflow","metadata":{"name":"ex"},"spec":{"template":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"x","labels":"no"}}}}

PATCH /apis/kinds.story.example.com/v1/namespaces/story13/workflows/ea?fieldManager=m1
Content-Type: application/apply-patch+yaml
{"apiVersion":"kinds.story.example.com/v1","kind":"Workflow","metadata":{"name":"ea"},"spec":{"template":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"x","labels":"no"}}}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/workflows
{"apiVersion":"kinds.story.example.com/v1","kind":"Workflow","metadata":{"name":"g"},"spec":{"template":{"apiVersion":"v1","kind":"Pod","metadata":{"labels":{"a b":"c","x":"y z"},"finalizers":["bad_one"],"ownerReferences":[{}]}}}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/workflows?dryRun=All&fieldValidation=Strict
{"apiVersion":"kinds.story.example.com/v1","kind":"Workflow","metadata":{"name":"gx"},"spec":{"template":{"apiVersion":"v1","kind":"Pod","metadata":{"labels":{"a b":"c","x":"y z"},"finalizers":["bad_one"],"ownerReferences":[{}]}}}}

POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions
{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"podgroups.kinds.story.example.com"},"spec":{"group":"kinds.story.example.com","scope":"Namespaced","names":{"plural":"podgroups","kind":"PodGroup"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"apiVersion":{"type":"string"},"kind":{"type":"string"},"metadata":{"type":"object"},"spec":{"type":"object","properties":{"minMember":{"type":"integer","format":"int32","minimum":1},"minResources":{"type":"object","additionalProperties":{"anyOf":[{"type":"integer"},{"type":"string"}],"pattern":"^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$","x-kubernetes-int-or-string":true}},"scheduleTimeoutSeconds":{"type":"integer","format":"int32","minimum":1},"queue":{"type":"string","default":"default"},"priorityClassName":{"type":"string"}}},"status":{"type":"object","properties":{"phase":{"type":"string"},"running":{"type":"integer"}}}},"required":["spec"]}},"subresources":{"status":{}},"additionalPrinterColumns":[{"name":"STATUS","type":"string","jsonPath":".status.phase"},{"name":"minMember","type":"integer","jsonPath":".spec.minMember"},{"name":"AGE","type":"date","jsonPath":".metadata.creationTimestamp"}]}]}}

AGAIN InitialNamesAccepted GET /apis/apiextensions.k8s.io/v1/customresourcedefinitions/podgroups.kinds.story.example.com

THERE /apis/kinds.story.example.com/v1/podgroups

POST /apis/kinds.story.example.com/v1/namespaces/story13/podgroups
{"apiVersion":"kinds.story.example.com/v1","kind":"PodGroup","metadata":{"name":"a"},"spec":{"minMember":1,"minResources":{"cpu":1,"memory":"1Gi"}}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/podgroups?dryRun=All&fieldValidation=Strict
{"apiVersion":"kinds.story.example.com/v1","kind":"PodGroup","metadata":{"name":"ax"},"spec":{"minMember":1,"minResources":{"cpu":1,"memory":"1Gi"}}}

PATCH /apis/kinds.story.example.com/v1/namespaces/story13/podgroups/aa?fieldManager=m1
Content-Type: application/apply-patch+yaml
{"apiVersion":"kinds.story.example.com/v1","kind":"PodGroup","metadata":{"name":"aa"},"spec":{"minMember":1,"minResources":{"cpu":1,"memory":"1Gi"}}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/podgroups
{"apiVersion":"kinds.story.example.com/v1","kind":"PodGroup","metadata":{"name":"b"},"spec":{"minMember":0,"minResources":{"cpu":"x","memory":-1.5,"z":null}}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/podgroups?dryRun=All&fieldValidation=Strict
{"apiVersion":"kinds.story.example.com/v1","kind":"PodGroup","metadata":{"name":"bx"},"spec":{"minMember":0,"minResources":{"cpu":"x","memory":-1.5,"z":null}}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/podgroups
{"apiVersion":"kinds.story.example.com/v1","kind":"PodGroup","metadata":{"name":"c"},"spec":{"minMember":2147483648}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/podgroups?dryRun=All&fieldValidation=Strict
{"apiVersion":"kinds.story.example.com/v1","kind":"PodGroup","metadata":{"name":"cx"},"spec":{"minMember":2147483648}}

PATCH /apis/kinds.story.example.com/v1/namespaces/story13/podgroups/ca?fieldManager=m1
Content-Type: application/apply-patch+yaml
{"apiVersion":"kinds.story.example.com/v1","kind":"PodGroup","metadata":{"name":"ca"},"spec":{"minMember":2147483648}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/podgroups
{"apiVersion":"kinds.story.example.com/v1","kind":"PodGroup","metadata":{"name":"d"},"spec":{"queue":null,"minResources":null}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/podgroups?dryRun=All&fieldValidation=Strict
{"apiVersion":"kinds.story.example.com/v1","kind":"PodGroup","metadata":{"name":"dx"},"spec":{"queue":null,"minResources":null}}

PATCH /apis/kinds.story.example.com/v1/namespaces/story13/podgroups/da?fieldManager=m1
Content-Type: application/apply-patch+yaml
{"apiVersion":"kinds.story.example.com/v1","kind":"PodGroup","metadata":{"name":"da"},"spec":{"queue":null,"minResources":null}}

POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions
{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"servicemonitors.kinds.story.example.com"},"spec":{"group":"kinds.story.example.com","scope":"Namespaced","names":{"plural":"servicemonitors","kind":"ServiceMonitor"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"apiVersion":{"type":"string"},"kind":{"type":"string"},"metadata":{"type":"object"},"spec":{"type":"object","properties":{"endpoints":{"type":"array","items":{"type":"object","properties":{"port":{"type":"string"},"targetPort":{"anyOf":[{"type":"integer"},{"type":"string"}],"x-kubernetes-int-or-string":true},"interval":{"type":"string","pattern":"^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$"},"scheme":{"type":"string","enum":["http","https"]},"params":{"type":"object","additionalProperties":{"type":"array","items":{"type":"string"}}},"relabelings":{"type":"array","items":{"type":"object","properties":{"action":{"type":"string","default":"replace","enum":["replace","Replace","keep","drop"]},"regex":{"type":"string"},"modulus":{"type":"integer","format":"int64"},"sourceLabels":{"type":"array","items":{"type":"string","pattern":"^[a-zA-Z_][a-zA-Z0-9_]*$"}}}}},"basicAuth":{"type":"object","properties":{"password":{"type":"object","properties":{"key":{"type":"string"},"name":{"type":"string","default":""},"optional":{"type":"boolean"}},"required":["key"],"x-kubernetes-map-type":"atomic"}}}}}},"selector":{"type":"object","properties":{"matchLabels":{"type":"object","additionalProperties":{"type":"string"}},"matchExpressions":{"type":"array","items":{"type":"object","properties":{"key":{"type":"string"},"operator":{"type":"string"},"values":{"type":"array","items":{"type":"string"},"x-kubernetes-list-type":"atomic"}},"required":["key","operator"]},"x-kubernetes-list-type":"atomic"}},"x-kubernetes-map-type":"atomic"},"namespaceSelector":{"type":"object","properties":{"any":{"type":"boolean"},"matchNames":{"type":"array","items":{"type":"string"}}}},"sampleLimit":{"type":"integer","format":"int64"},"scrapeProtocols":{"type":"array","items":{"type":"string","enum":["PrometheusProto","OpenMetricsText1.0.0"]},"x-kubernetes-list-type":"set"}},"required":["endpoints","selector"]}},"required":["spec"]}},"subresources":{"status":{}}}]}}

AGAIN InitialNamesAccepted GET /apis/apiextensions.k8s.io/v1/customresourcedefinitions/servicemonitors.kinds.story.example.com

THERE /apis/kinds.story.example.com/v1/servicemonitors

POST /apis/kinds.story.example.com/v1/namespaces/story13/servicemonitors
{"apiVersion":"kinds.story.example.com/v1","kind":"ServiceMonitor","metadata":{"name":"a"},"spec":{"endpoints":[{"port":"web","interval":"30s","relabelings":[{"sourceLabels":["a"],"regex":"x"}]}],"selector":{}}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/servicemonitors?dryRun=All&fieldValidation=Strict
{"apiVersion":"kinds.story.example.com/v1","kind":"ServiceMonitor","metadata":{"name":"ax"},"spec":{"endpoints":[{"port":"web","interval":"30s","relabelings":[{"sourceLabels":["a"],"regex":"x"}]}],"selector":{}}}

PATCH /apis/kinds.story.example.com/v1/namespaces/story13/servicemonitors/aa?fieldManager=m1
Content-Type: application/apply-patch+yaml
{"apiVersion":"kinds.story.example.com/v1","kind":"ServiceMonitor","metadata":{"name":"aa"},"spec":{"endpoints":[{"port":"web","interval":"30s","relabelings":[{"sourceLabels":["a"],"regex":"x"}]}],"selector":{}}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/servicemonitors
{"apiVersion":"kinds.story.example.com/v1","kind":"ServiceMonitor","metadata":{"name":"b"},"spec":{"endpoints":[{"targetPort":true,"interval":"30 s","scheme":"ftp","params":{"a":"b"}}],"selector":{"matchLabels":{"a":1}},"scrapeProtocols":["PrometheusProto","PrometheusProto"]}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/servicemonitors?dryRun=All&fieldValidation=Strict
{"apiVersion":"kinds.story.example.com/v1","kind":"ServiceMonitor","metadata":{"name":"bx"},"spec":{"endpoints":[{"targetPort":true,"interval":"30 s","scheme":"ftp","params":{"a":"b"}}],"selector":{"matchLabels":{"a":1}},"scrapeProtocols":["PrometheusProto","PrometheusProto"]}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/servicemonitors
{"apiVersion":"kinds.story.example.com/v1","kind":"ServiceMonitor","metadata":{"name":"c"},"spec":{"endpoints":{},"selector":null}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/servicemonitors?dryRun=All&fieldValidation=Strict
{"apiVersion":"kinds.story.example.com/v1","kind":"ServiceMonitor","metadata":{"name":"cx"},"spec":{"endpoints":{},"selector":null}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/servicemonitors
{"apiVersion":"kinds.story.example.com/v1","kind":"ServiceMonitor","metadata":{"name":"d"},"spec":{"endpoints":[null,{"basicAuth":{"password":{}}}],"selector":{}}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/servicemonitors?dryRun=All&fieldValidation=Strict
{"apiVersion":"kinds.story.example.com/v1","kind":"ServiceMonitor","metadata":{"name":"dx"},"spec":{"endpoints":[null,{"basicAuth":{"password":{}}}],"selector":{}}}

PATCH /apis/kinds.story.example.com/v1/namespaces/story13/servicemonitors/da?fieldManager=m1
Content-Type: application/apply-patch+yaml
{"apiVersion":"kinds.story.example.com/v1","kind":"ServiceMonitor","metadata":{"name":"da"},"spec":{"endpoints":[null,{"basicAuth":{"password":{}}}],"selector":{}}}
