# Custom resources: definitions, pruning, defaults, validation, rules, versions.

POST /api/v1/namespaces
{"metadata":{"name":"story5"}}

THERE /api/v1/namespaces/story5/configmaps/kube-root-ca.crt

POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions
{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"widgets.story.example.com"},"spec":{"group":"story.example.com","scope":"Namespaced","names":{"plural":"widgets","kind":"Widget","shortNames":["wd"],"categories":["all"]},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","required":["spec"],"properties":{"spec":{"type":"object","required":["size"],"properties":{"size":{"type":"integer","minimum":1,"maximum":10},"name":{"type":"string","minLength":2,"maxLength":5,"pattern":"^[a-z]+$"},"mode":{"type":"string","enum":["A","B"],"default":"A"},"port":{"x-kubernetes-int-or-string":true},"flag":{"type":"boolean","default":true},"ratio":{"type":"number","minimum":0,"exclusiveMinimum":true},"nested":{"type":"object","default":{},"properties":{"x":{"type":"string","default":"dx"},"n":{"type":"string","nullable":true}}},"list":{"type":"array","maxItems":3,"items":{"type":"object","required":["k"],"properties":{"k":{"type":"string"},"v":{"type":"integer","default":1}}},"x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["k"]},"set":{"type":"array","items":{"type":"string"},"x-kubernetes-list-type":"set","maxItems":10},"map":{"type":"object","additionalProperties":{"type":"integer"}},"free":{"type":"object","x-kubernetes-preserve-unknown-fields":true},"template":{"type":"object","x-kubernetes-embedded-resource":true,"x-kubernetes-preserve-unknown-fields":true},"selector":{"type":"string"},"lo":{"type":"integer"},"hi":{"type":"integer"}},"x-kubernetes-validations":[{"rule":"!has(self.lo) || !has(self.hi) || self.lo <= self.hi","message":"lo must not be above hi"},{"rule":"!has(self.name) || self.name != 'zzz'"},{"rule":"!has(oldSelf.selector) || (has(self.selector) && self.selector == oldSelf.selector)","message":"selector cannot change","fieldPath":".selector","reason":"FieldValueForbidden"}]},"status":{"type":"object","properties":{"phase":{"type":"string"},"replicas":{"type":"integer"}}}}}},"subresources":{"status":{},"scale":{"specReplicasPath":".spec.size","statusReplicasPath":".status.replicas"}},"additionalPrinterColumns":[{"name":"Size","type":"integer","jsonPath":".spec.size"},{"name":"Phase","type":"string","jsonPath":".status.phase"},{"name":"Mode","type":"string","jsonPath":".spec.mode","priority":1},{"name":"Age","type":"date","jsonPath":".metadata.creationTimestamp"}],"selectableFields":[{"jsonPath":".spec.mode"}]},{"name":"v1beta1","served":true,"storage":false,"deprecated":true,"schema":{"openAPIV3Schema":{"type":"object","required":["spec"],"properties":{"spec":{"type":"object","required":["size"],"properties":{"size":{"type":"integer","minimum":1,"maximum":10},"name":{"type":"string","minLength":2,"maxLength":5,"pattern":"^[a-z]+$"},"mode":{"type":"string","enum":["A","B"],"default":"A"},"port":{"x-kubernetes-int-or-string":true},"flag":{"type":"boolean","default":true},"ratio":{"type":"number","minimum":0,"exclusiveMinimum":true},"nested":{"type":"object","default":{},"properties":{"x":{"type":"string","default":"dx"},"n":{"type":"string","nullable":true}}},"list":{"type":"array","maxItems":3,"items":{"type":"object","required":["k"],"properties":{"k":{"type":"string"},"v":{"type":"integer","default":1}}},"x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["k"]},"set":{"type":"array","items":{"type":"string"},"x-kubernetes-list-type":"set","maxItems":10},"map":{"type":"object","additionalProperties":{"type":"integer"}},"free":{"type":"object","x-kubernetes-preserve-unknown-fields":true},"template":{"type":"object","x-kubernetes-embedded-resource":true,"x-kubernetes-preserve-unknown-fields":true},"selector":{"type":"string"},"lo":{"type":"integer"},"hi":{"type":"integer"}},"x-kubernetes-validations":[{"rule":"!has(self.lo) || !has(self.hi) || self.lo <= self.hi","message":"lo must not be above hi"},{"rule":"!has(self.name) || self.name != 'zzz'"},{"rule":"!has(oldSelf.selector) || (has(self.selector) && self.selector == oldSelf.selector)","message":"selector cannot change","fieldPath":".selector","reason":"FieldValueForbidden"}]},"status":{"type":"object","properties":{"phase":{"type":"string"},"replicas":{"type":"integer"}}},"extra":{"type":"string"}}}},"subresources":{"status":{}}}]}}

QUIET GET /apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.story.example.com

QUIET GET /apis/story.example.com/v1/namespaces/story5/widgets

QUIET GET /apis/story.example.com/v1/namespaces/story5/widgets

QUIET GET /apis/story.example.com/v1/namespaces/story5/widgets

QUIET GET /apis/story.example.com/v1/namespaces/story5/widgets

QUIET GET /apis/story.example.com/v1/namespaces/story5/widgets

QUIET GET /apis/story.example.com/v1/namespaces/story5/widgets

QUIET GET /apis/story.example.com/v1/namespaces/story5/widgets

QUIET GET /apis/story.example.com/v1/namespaces/story5/widgets

QUIET GET /apis/story.example.com/v1/namespaces/story5/widgets

QUIET GET /apis/story.example.com/v1/namespaces/story5/widgets

QUIET GET /apis/story.example.com/v1/namespaces/story5/widgets

QUIET GET /apis/story.example.com/v1/namespaces/story5/widgets

AGAIN InitialNamesAccepted GET /apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.story.example.com

THERE /apis/story.example.com/v1/namespaces/story5/widgets

GET /apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.story.example.com

GET /apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.story.example.com
Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json

POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions
{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"widgets.story.example.com"},"spec":{"group":"story.example.com","scope":"Namespaced","names":{"plural":"widgets","kind":"Widget","shortNames":["wd"],"categories":["all"]},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","required":["spec"],"properties":{"spec":{"type":"object","required":["size"],"properties":{"size":{"type":"integer","minimum":1,"maximum":10},"name":{"type":"string","minLength":2,"maxLength":5,"pattern":"^[a-z]+$"},"mode":{"type":"string","enum":["A","B"],"default":"A"},"port":{"x-kubernetes-int-or-string":true},"flag":{"type":"boolean","default":true},"ratio":{"type":"number","minimum":0,"exclusiveMinimum":true},"nested":{"type":"object","default":{},"properties":{"x":{"type":"string","default":"dx"},"n":{"type":"string","nullable":true}}},"list":{"type":"array","maxItems":3,"items":{"type":"object","required":["k"],"properties":{"k":{"type":"string"},"v":{"type":"integer","default":1}}},"x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["k"]},"set":{"type":"array","items":{"type":"string"},"x-kubernetes-list-type":"set","maxItems":10},"map":{"type":"object","additionalProperties":{"type":"integer"}},"free":{"type":"object","x-kubernetes-preserve-unknown-fields":true},"template":{"type":"object","x-kubernetes-embedded-resource":true,"x-kubernetes-preserve-unknown-fields":true},"selector":{"type":"string"},"lo":{"type":"integer"},"hi":{"type":"integer"}},"x-kubernetes-validations":[{"rule":"!has(self.lo) || !has(self.hi) || self.lo <= self.hi","message":"lo must not be above hi"},{"rule":"!has(self.name) || self.name != 'zzz'"},{"rule":"!has(oldSelf.selector) || (has(self.selector) && self.selector == oldSelf.selector)","message":"selector cannot change","fieldPath":".selector","reason":"FieldValueForbidden"}]},"status":{"type":"object","properties":{"phase":{"type":"string"},"replicas":{"type":"integer"}}}}}},"subresources":{"status":{},"scale":{"specReplicasPath":".spec.size","statusReplicasPath":".status.replicas"}},"additionalPrinterColumns":[{"name":"Size","type":"integer","jsonPath":".spec.size"},{"name":"Phase","type":"string","jsonPath":".status.phase"},{"name":"Mode","type":"string","jsonPath":".spec.mode","priority":1},{"name":"Age","type":"date","jsonPath":".metadata.creationTimestamp"}],"selectableFields":[{"jsonPath":".spec.mode"}]},{"name":"v1beta1","served":true,"storage":false,"deprecated":true,"schema":{"openAPIV3Schema":{"type":"object","required":["spec"],"properties":{"spec":{"type":"object","required":["size"],"properties":{"size":{"type":"integer","minimum":1,"maximum":10},"name":{"type":"string","minLength":2,"maxLength":5,"pattern":"^[a-z]+$"},"mode":{"type":"string","enum":["A","B"],"default":"A"},"port":{"x-kubernetes-int-or-string":true},"flag":{"type":"boolean","default":true},"ratio":{"type":"number","minimum":0,"exclusiveMinimum":true},"nested":{"type":"object","default":{},"properties":{"x":{"type":"string","default":"dx"},"n":{"type":"string","nullable":true}}},"list":{"type":"array","maxItems":3,"items":{"type":"object","required":["k"],"properties":{"k":{"type":"string"},"v":{"type":"integer","default":1}}},"x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["k"]},"set":{"type":"array","items":{"type":"string"},"x-kubernetes-list-type":"set","maxItems":10},"map":{"type":"object","additionalProperties":{"type":"integer"}},"free":{"type":"object","x-kubernetes-preserve-unknown-fields":true},"template":{"type":"object","x-kubernetes-embedded-resource":true,"x-kubernetes-preserve-unknown-fields":true},"selector":{"type":"string"},"lo":{"type":"integer"},"hi":{"type":"integer"}},"x-kubernetes-validations":[{"rule":"!has(self.lo) || !has(self.hi) || self.lo <= self.hi","message":"lo must not be above hi"},{"rule":"!has(self.name) || self.name != 'zzz'"},{"rule":"!has(oldSelf.selector) || (has(self.selector) && self.selector == oldSelf.selector)","message":"selector cannot change","fieldPath":".selector","reason":"FieldValueForbidden"}]},"status":{"type":"object","properties":{"phase":{"type":"string"},"replicas":{"type":"integer"}}},"extra":{"type":"string"}}}},"subresources":{"status":{}}}]}}

GET /apis/story.example.com/v1

GET /apis/story.example.com

POST /apis/story.example.com/v1/namespaces/story5/widgets
{"apiVersion":"story.example.com/v1","kind":"Widget","metadata":{"name":"a"},"spec":{"size":1}}

POST /apis/story.example.com/v1/namespaces/story5/widgets
{"apiVersion":"story.example.com/v1","kind":"Widget","metadata":{"name":"b"},"spec":{"size":2,"name":"abc","unknown":1,"nested":{"n":null,"y":2},"list":[{"k":"a"},{"k":"b","v":5,"q":1}],"set":["x","y"],"map":{"a":1},"free":{"any":{"thing":[1,2.5,"x",null]}},"template":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"x","foo":"bar"},"spec":{"q":1}},"port":"http"},"status":{"phase":"X"}}

POST /apis/story.example.com/v1/namespaces/story5/widgets?fieldValidation=Strict
{"apiVersion":"story.example.com/v1","kind":"Widget","metadata":{"name":"c"},"spec":{"size":2,"unknown":1,"nested":{"zz":1},"list":[{"k":"a","bad":1}]}}

POST /apis/story.example.com/v1/namespaces/story5/widgets?fieldValidation=Warn
{"apiVersion":"story.example.com/v1","kind":"Widget","metadata":{"name":"c2"},"spec":{"size":2,"unknown":1}}

POST /apis/story.example.com/v1/namespaces/story5/widgets
{"apiVersion":"story.example.com/v1","kind":"Widget","metadata":{"name":"d"},"spec":{}}

POST /apis/story.example.com/v1/namespaces/story5/widgets
{"apiVersion":"story.example.com/v1","kind":"Widget","metadata":{"name":"d"}}

POST /apis/story.example.com/v1/namespaces/story5/widgets
{"apiVersion":"story.example.com/v1","kind":"Widget","metadata":{"name":"d"},"spec":{"size":0,"name":"A","mode":"C","ratio":0,"port":1.5}}

POST /apis/story.example.com/v1/namespaces/story5/widgets
{"apiVersion":"story.example.com/v1","kind":"Widget","metadata":{"name":"d"},"spec":{"size":1,"flag":"yes","list":{},"set":"x"}}

POST /apis/story.example.com/v1/namespaces/story5/widgets
{"apiVersion":"story.example.com/v1","kind":"Widget","metadata":{"name":"d"},"spec":{"size":11,"name":"abcdefg","set":["x","x"],"list":[{"k":"a"},{"k":"a"},{"v":1},{"k":"c"}],"map":{"a":"b"}}}

POST /apis/story.example.com/v1/namespaces/story5/widgets
{"apiVersion":"story.example.com/v1","kind":"Widget","metadata":{"name":"d"},"spec":{"size":1,"lo":3,"hi":2,"name":"zzz"}}

POST /apis/story.example.com/v1/namespaces/story5/widgets
{"apiVersion":"story.example.com/v1","kind":"Widget","metadata":{"name":"sel"},"spec":{"size":1,"selector":"one"}}

PATCH /apis/story.example.com/v1/namespaces/story5/widgets/sel
Content-Type: application/merge-patch+json
{"spec":{"selector":"two"}}

PATCH /apis/story.example.com/v1/namespaces/story5/widgets/sel
Content-Type: application/merge-patch+json
{"spec":{"selector":null}}

POST /apis/story.example.com/v1/namespaces/story5/widgets
{"apiVersion":"story.example.com/v1","kind":"Other","metadata":{"name":"x"},"spec":{"size":1}}

POST /apis/story.example.com/v1/namespaces/story5/widgets
{"apiVersion":"story.example.com/v1","metadata":{"name":"x"},"spec":{"size":1}}

POST /apis/story.example.com/v1/namespaces/story5/widgets
{"apiVersion":"story.example.com/v1","kind":"Widget","metadata":{"name":"Bad_Name"},"spec":{"size":1}}

GET /apis/story.example.com/v1/namespaces/story5/widgets/a

GET /apis/story.example.com/v1beta1/namespaces/story5/widgets/a

GET /apis/story.example.com/v1/namespaces/story5/widgets
Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json

GET /apis/story.example.com/v1beta1/namespaces/story5/widgets
Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json

GET /apis/story.example.com/v1beta1/namespaces/story5/widgets

GET /apis/story.example.com/v1/namespaces/story5/widgets?fieldSelector=spec.mode%3DA
Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json

GET /apis/story.example.com/v1/namespaces/story5/widgets?fieldSelector=spec.size%3D1

PUT /apis/story.example.com/v1/namespaces/story5/widgets/a/status
{"apiVersion":"story.example.com/v1","kind":"Widget","metadata":{"name":"a"},"spec":{"size":9},"status":{"phase":"Running","replicas":3}}

PATCH /apis/story.example.com/v1/namespaces/story5/widgets/a
Content-Type: application/merge-patch+json
{"spec":{"size":3},"status":{"phase":"Ignored"}}

PATCH /apis/story.example.com/v1/namespaces/story5/widgets/a/status
Content-Type: application/merge-patch+json
{"status":{"phase":"P"},"metadata":{"labels":{"x":"y"}}}

PATCH /apis/story.example.com/v1/namespaces/story5/widgets/a
Content-Type: application/strategic-merge-patch+json
{"spec":{"size":3}}

PATCH /apis/story.example.com/v1/namespaces/story5/widgets/a
Content-Type: application/merge-patch+json
{"spec":{"size":30}}

PATCH /apis/story.example.com/v1/namespaces/story5/widgets/a
Content-Type: application/json-patch+json
[{"op":"replace","path":"/spec/size","value":4}]

GET /apis/story.example.com/v1/namespaces/story5/widgets/a/scale

PATCH /apis/story.example.com/v1/namespaces/story5/widgets/a/scale
Content-Type: application/merge-patch+json
{"spec":{"replicas":5}}

GET /apis/story.example.com/v1/namespaces/story5/widgets/a

PATCH /apis/story.example.com/v1/namespaces/story5/widgets/ap?fieldManager=m1
Content-Type: application/apply-patch+yaml
{"apiVersion":"story.example.com/v1","kind":"Widget","metadata":{"name":"ap"},"spec":{"size":2,"list":[{"k":"x","v":1}],"set":["p"]}}

PATCH /apis/story.example.com/v1/namespaces/story5/widgets/ap?fieldManager=m2
Content-Type: application/apply-patch+yaml
{"apiVersion":"story.example.com/v1","kind":"Widget","metadata":{"name":"ap"},"spec":{"size":2,"list":[{"k":"y","v":2}],"set":["q"]}}

PATCH /apis/story.example.com/v1/namespaces/story5/widgets/ap?fieldManager=m1
Content-Type: application/apply-patch+yaml
{"apiVersion":"story.example.com/v1","kind":"Widget","metadata":{"name":"ap"},"spec":{"size":2,"list":[{"k":"z"}]}}

PATCH /apis/story.example.com/v1/namespaces/story5/widgets/ap?fieldManager=m3
Content-Type: application/apply-patch+yaml
{"apiVersion":"story.example.com/v1","kind":"Widget","metadata":{"name":"ap"},"spec":{"size":7,"list":[{"k":"y","v":3}]}}

PATCH /apis/story.example.com/v1/namespaces/story5/widgets/ap?fieldManager=m3
Content-Type: application/apply-patch+yaml
{"apiVersion":"story.example.com/v1","kind":"Widget","metadata":{"name":"ap"},"spec":{"size":2,"nope":1}}

PATCH /apis/story.example.com/v1/namespaces/story5/widgets/ap?fieldManager=m3&force=true
Content-Type: application/apply-patch+yaml
{"apiVersion":"story.example.com/v1","kind":"Widget","metadata":{"name":"ap"},"spec":{"size":7,"list":[{"k":"y","v":3}]}}

PATCH /apis/story.example.com/v1beta1/namespaces/story5/widgets/ap?fieldManager=m1
Content-Type: application/apply-patch+yaml
{"apiVersion":"story.example.com/v1beta1","kind":"Widget","metadata":{"name":"ap"},"spec":{"size":7}}

GET /apis/story.example.com/v1/namespaces/story5/widgets/ap

WATCH /apis/story.example.com/v1/namespaces/story5/widgets?resourceVersion=0&fieldSelector=metadata.name%3Dap

DELETE /apis/story.example.com/v1/namespaces/story5/widgets/b

DELETE /apis/story.example.com/v1/namespaces/story5/widgets/b

DELETE /apis/story.example.com/v1/namespaces/story5/widgets?labelSelector=x%3Dy

POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions
{"metadata":{"name":"bad"},"spec":{"group":"x.y","scope":"Foo","names":{"plural":"as","kind":"A"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"}}}]}}

POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions
{"metadata":{"name":"as.x.y"},"spec":{"group":"x.y","scope":"Namespaced","names":{"plural":"as","kind":"A"},"versions":[{"name":"v1","served":true,"storage":true}]}}

POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions
{"metadata":{"name":"as.x.y"},"spec":{"group":"x.y","scope":"Namespaced","names":{"plural":"as","kind":"A"},"versions":[{"name":"v1","served":true,"storage":false,"schema":{"openAPIV3Schema":{"type":"object"}}}]}}

POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions
{"metadata":{"name":"as.x.y"},"spec":{"group":"x.y","scope":"Namespaced","names":{"plural":"as","kind":"A"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"properties":{"a":{"type":"string"}}}}}}}]}}

PATCH /apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.story.example.com
Content-Type: application/merge-patch+json
{"metadata":{"labels":{"a":"b"}}}

DELETE /apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.story.example.com

GONE /apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.story.example.com
