# Rules of definitions: what they find wrong with objects and with changes of them, and those that do not compile.

POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions
{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"cels.kinds.story.example.com"},"spec":{"group":"kinds.story.example.com","scope":"Namespaced","names":{"plural":"cels","kind":"Cel"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"apiVersion":{"type":"string"},"kind":{"type":"string"},"metadata":{"type":"object"},"spec":{"type":"object","properties":{"s":{"type":"string","maxLength":100},"t":{"type":"string","maxLength":100},"i":{"type":"integer"},"n":{"type":"number"},"b":{"type":"boolean"},"l":{"type":"array","items":{"type":"string","maxLength":20},"maxItems":10},"li":{"type":"array","items":{"type":"integer"},"maxItems":10},"m":{"type":"object","additionalProperties":{"type":"string","maxLength":20},"maxProperties":10},"o":{"type":"object","properties":{"x":{"type":"string","maxLength":10},"y":{"type":"integer"}}},"q":{"x-kubernetes-int-or-string":true,"maxLength":20},"d":{"type":"string","format":"duration","maxLength":20},"dt":{"type":"string","format":"date-time","maxLength":40},"items":{"type":"array","items":{"type":"object","properties":{"k":{"type":"string","maxLength":10},"v":{"type":"integer"}},"required":["k"],"x-kubernetes-validations":[{"rule":"!has(self.v) || self.v == oldSelf.v","message":"v is fixed"},{"rule":"self.k != 'no'"}]},"maxItems":5,"x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["k"]},"set":{"type":"array","items":{"type":"string","maxLength":5},"maxItems":5,"x-kubernetes-list-type":"set"},"at":{"type":"array","items":{"type":"object","properties":{"z":{"type":"integer","x-kubernetes-validations":[{"rule":"self < 100","message":"atomic z"}]}}},"maxItems":5}},"x-kubernetes-validations":[{"rule":"!has(self.s) || self.s.matches('^[a-z]+$')","message":"s must match"},{"rule":"!has(self.l) || self.l.isSorted()"},{"rule":"!has(self.li) || self.li.sum() < 10 && self.li.max() < 6"},{"rule":"!has(self.t) || self.t.split(',').size() < 3","message":"at most two"},{"rule":"!has(self.t) || self.t.replace('a','b').upperAscii() != 'BBB'"},{"rule":"!has(self.q) || (type(self.q) == int ? self.q > 0 : isQuantity(self.q) && quantity(self.q).isGreaterThan(quantity('1Mi')))","message":"q too small"},{"rule":"!has(self.d) || self.d > duration('1m')","message":"d too short"},{"rule":"!has(self.dt) || self.dt > timestamp('2020-01-01T00:00:00Z')"},{"rule":"!has(self.m) || self.m.all(k, k.size() < 4 && self.m[k] != '')"},{"rule":"!has(self.m) || !self.m.exists(k, k == 'bad')","reason":"FieldValueDuplicate","fieldPath":".m"},{"rule":"!has(self.items) || self.items.map(x, has(x.v) ? x.v : 0).sum() <= 10"},{"rule":"!has(self.t) || !self.t.startsWith('http') || isURL(self.t) && url(self.t).getHostname() != ''"},{"rule":"!has(self.t) || !self.t.startsWith('ip:') || isIP(self.t.substring(3))","message":"not ip"},{"rule":"!has(self.t) || !self.t.startsWith('cidr:') || cidr(self.t.substring(5)).containsIP('10.0.0.1')"},{"rule":"!has(self.o) || self.o.?x.orValue('def') != 'zzz'"},{"rule":"!has(self.o) || self.?o.?y.optMap(v, v * 2).orValue(0) < 10"},{"rule":"!has(self.t) || self.t.find('[0-9]+') == '' || int(self.t.find('[0-9]+')) < 50"},{"rule":"!has(self.i) || 100 / self.i > 1","message":"div"},{"rule":"!has(self.s) || !format.dns1123Label().validate(self.s).hasValue()","messageExpression":"format.dns1123Label().validate(self.s).value()[0]"},{"rule":"!has(oldSelf.i) || has(self.i) && self.i >= oldSelf.i","fieldPath":".i","message":"i may not shrink"},{"rule":"!oldSelf.hasValue() || !has(oldSelf.value().b) || has(self.b)","optionalOldSelf":true,"message":"b may not go"},{"rule":"!has(self.set) || self.set.all(x, x in ['a','b','c'])","reason":"FieldValueRequired","fieldPath":".set"},{"rule":"!has(self.items) || self.items.exists_one(x, x.k == 'main') || size(self.items) == 0"},{"rule":"!has(self.l) || self.l.indexOf('x') < 1"},{"rule":"!has(self.l) || !sets.contains(self.l, ['p','q'])"}]}},"required":["spec"],"x-kubernetes-validations":[{"rule":"self.metadata.name.size() < 10","message":"name too long"},{"rule":"self.spec.?i.orValue(0) != 42"}]}},"subresources":{"status":{}}}]}}

AGAIN InitialNamesAccepted GET /apis/apiextensions.k8s.io/v1/customresourcedefinitions/cels.kinds.story.example.com

THERE /apis/kinds.story.example.com/v1/cels

POST /apis/kinds.story.example.com/v1/namespaces/story13/cels?dryRun=All
{"apiVersion":"kinds.story.example.com/v1","kind":"Cel","metadata":{"name":"v0"},"spec":{}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/cels?dryRun=All
{"apiVersion":"kinds.story.example.com/v1","kind":"Cel","metadata":{"name":"v1"},"spec":{"s":"abz"}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/cels?dryRun=All
{"apiVersion":"kinds.story.example.com/v1","kind":"Cel","metadata":{"name":"v2"},"spec":{"s":"ABC"}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/cels?dryRun=All
{"apiVersion":"kinds.story.example.com/v1","kind":"Cel","metadata":{"name":"v3"},"spec":{"s":"xyq"}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/cels?dryRun=All
{"apiVersion":"kinds.story.example.com/v1","kind":"Cel","metadata":{"name":"v4"},"spec":{"s":"amz","l":["b","a"],"li":[1,2,9]}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/cels?dryRun=All
{"apiVersion":"kinds.story.example.com/v1","kind":"Cel","metadata":{"name":"v5"},"spec":{"t":"a,b,c"}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/cels?dryRun=All
{"apiVersion":"kinds.story.example.com/v1","kind":"Cel","metadata":{"name":"v6"},"spec":{"t":"aaa"}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/cels?dryRun=All
{"apiVersion":"kinds.story.example.com/v1","kind":"Cel","metadata":{"name":"v7"},"spec":{"q":0}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/cels?dryRun=All
{"apiVersion":"kinds.story.example.com/v1","kind":"Cel","metadata":{"name":"v8"},"spec":{"q":"2Mi"}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/cels?dryRun=All
{"apiVersion":"kinds.story.example.com/v1","kind":"Cel","metadata":{"name":"v9"},"spec":{"q":"1k"}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/cels?dryRun=All
{"apiVersion":"kinds.story.example.com/v1","kind":"Cel","metadata":{"name":"v10"},"spec":{"q":"xx"}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/cels?dryRun=All
{"apiVersion":"kinds.story.example.com/v1","kind":"Cel","metadata":{"name":"v11"},"spec":{"d":"10s"}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/cels?dryRun=All
{"apiVersion":"kinds.story.example.com/v1","kind":"Cel","metadata":{"name":"v12"},"spec":{"d":"2m"}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/cels?dryRun=All
{"apiVersion":"kinds.story.example.com/v1","kind":"Cel","metadata":{"name":"v13"},"spec":{"d":"zz"}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/cels?dryRun=All
{"apiVersion":"kinds.story.example.com/v1","kind":"Cel","metadata":{"name":"v14"},"spec":{"dt":"2019-01-01T00:00:00Z"}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/cels?dryRun=All
{"apiVersion":"kinds.story.example.com/v1","kind":"Cel","metadata":{"name":"v15"},"spec":{"dt":"2030-01-01T00:00:00+02:00"}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/cels?dryRun=All
{"apiVersion":"kinds.story.example.com/v1","kind":"Cel","metadata":{"name":"v16"},"spec":{"m":{"abcd":"x"}}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/cels?dryRun=All
{"apiVersion":"kinds.story.example.com/v1","kind":"Cel","metadata":{"name":"v17"},"spec":{"m":{"a":""}}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/cels?dryRun=All
{"apiVersion":"kinds.story.example.com/v1","kind":"Cel","metadata":{"name":"v18"},"spec":{"m":{"bad":"x"}}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/cels?dryRun=All
{"apiVersion":"kinds.story.example.com/v1","kind":"Cel","metadata":{"name":"v19"},"spec":{"items":[{"k":"a","v":9},{"k":"main","v":8}]}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/cels?dryRun=All
{"apiVersion":"kinds.story.example.com/v1","kind":"Cel","metadata":{"name":"v20"},"spec":{"items":[{"k":"no"}]}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/cels?dryRun=All
{"apiVersion":"kinds.story.example.com/v1","kind":"Cel","metadata":{"name":"v21"},"spec":{"t":"https://a.b/c"}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/cels?dryRun=All
{"apiVersion":"kinds.story.example.com/v1","kind":"Cel","metadata":{"name":"v22"},"spec":{"t":"http:"}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/cels?dryRun=All
{"apiVersion":"kinds.story.example.com/v1","kind":"Cel","metadata":{"name":"v23"},"spec":{"t":"ip:10.0.0.1"}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/cels?dryRun=All
{"apiVersion":"kinds.story.example.com/v1","kind":"Cel","metadata":{"name":"v24"},"spec":{"t":"ip:10.0.0"}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/cels?dryRun=All
{"apiVersion":"kinds.story.example.com/v1","kind":"Cel","metadata":{"name":"v25"},"spec":{"t":"cidr:10.0.0.0/8"}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/cels?dryRun=All
{"apiVersion":"kinds.story.example.com/v1","kind":"Cel","metadata":{"name":"v26"},"spec":{"t":"cidr:11.0.0.0/8"}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/cels?dryRun=All
{"apiVersion":"kinds.story.example.com/v1","kind":"Cel","metadata":{"name":"v27"},"spec":{"t":"cidr:zz"}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/cels?dryRun=All
{"apiVersion":"kinds.story.example.com/v1","kind":"Cel","metadata":{"name":"v28"},"spec":{"o":{"x":"zzz"}}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/cels?dryRun=All
{"apiVersion":"kinds.story.example.com/v1","kind":"Cel","metadata":{"name":"v29"},"spec":{"o":{"y":5}}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/cels?dryRun=All
{"apiVersion":"kinds.story.example.com/v1","kind":"Cel","metadata":{"name":"v30"},"spec":{"t":"abc60"}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/cels?dryRun=All
{"apiVersion":"kinds.story.example.com/v1","kind":"Cel","metadata":{"name":"v31"},"spec":{"i":0}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/cels?dryRun=All
{"apiVersion":"kinds.story.example.com/v1","kind":"Cel","metadata":{"name":"v32"},"spec":{"i":42}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/cels?dryRun=All
{"apiVersion":"kinds.story.example.com/v1","kind":"Cel","metadata":{"name":"v33"},"spec":{"i":100}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/cels?dryRun=All
{"apiVersion":"kinds.story.example.com/v1","kind":"Cel","metadata":{"name":"v34"},"spec":{"set":["a","z"]}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/cels?dryRun=All
{"apiVersion":"kinds.story.example.com/v1","kind":"Cel","metadata":{"name":"v35"},"spec":{"n":3.5}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/cels?dryRun=All
{"apiVersion":"kinds.story.example.com/v1","kind":"Cel","metadata":{"name":"v36"},"spec":{"l":["p","q","x"]}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/cels?dryRun=All
{"apiVersion":"kinds.story.example.com/v1","kind":"Cel","metadata":{"name":"v37"},"spec":{"at":[{"z":1},{"z":100}]}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/cels?dryRun=All
{"apiVersion":"kinds.story.example.com/v1","kind":"Cel","metadata":{"name":"v38"},"spec":{"s":"a-b_z"}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/cels?dryRun=All
{"apiVersion":"kinds.story.example.com/v1","kind":"Cel","metadata":{"name":"v39"},"spec":{"t":"éé"}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/cels?dryRun=All
{"apiVersion":"kinds.story.example.com/v1","kind":"Cel","metadata":{"name":"v40"},"spec":{"q":true}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/cels?dryRun=All
{"apiVersion":"kinds.story.example.com/v1","kind":"Cel","metadata":{"name":"averylongname"},"spec":{}}

POST /apis/kinds.story.example.com/v1/namespaces/story13/cels
{"apiVersion":"kinds.story.example.com/v1","kind":"Cel","metadata":{"name":"base"},"spec":{"i":50,"b":true,"items":[{"k":"main","v":3},{"k":"w","v":2}],"at":[{"z":1}]}}

PATCH /apis/kinds.story.example.com/v1/namespaces/story13/cels/base?dryRun=All
Content-Type: application/merge-patch+json
{"spec":{"i":49}}

PATCH /apis/kinds.story.example.com/v1/namespaces/story13/cels/base?dryRun=All
Content-Type: application/merge-patch+json
{"spec":{"i":60}}

PATCH /apis/kinds.story.example.com/v1/namespaces/story13/cels/base?dryRun=All
Content-Type: application/merge-patch+json
{"spec":{"i":null}}

PATCH /apis/kinds.story.example.com/v1/namespaces/story13/cels/base?dryRun=All
Content-Type: application/merge-patch+json
{"spec":{"b":null}}

PATCH /apis/kinds.story.example.com/v1/namespaces/story13/cels/base?dryRun=All
Content-Type: application/merge-patch+json
{"spec":{"items":[{"k":"main","v":4},{"k":"w","v":2}]}}

PATCH /apis/kinds.story.example.com/v1/namespaces/story13/cels/base?dryRun=All
Content-Type: application/merge-patch+json
{"spec":{"items":[{"k":"w","v":2},{"k":"main","v":3}]}}

PATCH /apis/kinds.story.example.com/v1/namespaces/story13/cels/base?dryRun=All
Content-Type: application/merge-patch+json
{"spec":{"items":[{"k":"main"},{"k":"z","v":1}]}}

PATCH /apis/kinds.story.example.com/v1/namespaces/story13/cels/base?dryRun=All
Content-Type: application/merge-patch+json
{"spec":{"at":[{"z":200}]}}

PATCH /apis/kinds.story.example.com/v1/namespaces/story13/cels/base?dryRun=All
Content-Type: application/merge-patch+json
{"spec":{"i":51,"at":[{"z":1}]}}

POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions?dryRun=All
{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"others.kinds.story.example.com"},"spec":{"group":"kinds.story.example.com","scope":"Namespaced","names":{"plural":"others","kind":"Other"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"s":{"type":"string","maxLength":9},"i":{"type":"integer"},"l":{"type":"array","items":{"type":"string"},"maxItems":3},"m":{"type":"object","additionalProperties":{"type":"string","maxLength":9},"maxProperties":3},"o":{"type":"object","properties":{"x":{"type":"string","maxLength":9}}}},"x-kubernetes-validations":[{"rule":"true","messageExpression":"self.i"}]}}}}}]}}

POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions?dryRun=All
{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"others.kinds.story.example.com"},"spec":{"group":"kinds.story.example.com","scope":"Namespaced","names":{"plural":"others","kind":"Other"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"s":{"type":"string","maxLength":9},"i":{"type":"integer"},"l":{"type":"array","items":{"type":"string"},"maxItems":3},"m":{"type":"object","additionalProperties":{"type":"string","maxLength":9},"maxProperties":3},"o":{"type":"object","properties":{"x":{"type":"string","maxLength":9}}}},"x-kubernetes-validations":[{"rule":"true","messageExpression":"'a' +"}]}}}}}]}}

POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions?dryRun=All
{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"others.kinds.story.example.com"},"spec":{"group":"kinds.story.example.com","scope":"Namespaced","names":{"plural":"others","kind":"Other"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"s":{"type":"string","maxLength":9},"i":{"type":"integer"},"l":{"type":"array","items":{"type":"string"},"maxItems":3},"m":{"type":"object","additionalProperties":{"type":"string","maxLength":9},"maxProperties":3},"o":{"type":"object","properties":{"x":{"type":"string","maxLength":9}}}},"x-kubernetes-validations":[{"rule":"true","messageExpression":"''"}]}}}}}]}}

POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions?dryRun=All
{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"others.kinds.story.example.com"},"spec":{"group":"kinds.story.example.com","scope":"Namespaced","names":{"plural":"others","kind":"Other"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"s":{"type":"string","maxLength":9},"i":{"type":"integer"},"l":{"type":"array","items":{"type":"string"},"maxItems":3},"m":{"type":"object","additionalProperties":{"type":"string","maxLength":9},"maxProperties":3},"o":{"type":"object","properties":{"x":{"type":"string","maxLength":9}}}},"x-kubernetes-validations":[{"rule":"true","message":"a\nb"}]}}}}}]}}

POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions?dryRun=All
{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"others.kinds.story.example.com"},"spec":{"group":"kinds.story.example.com","scope":"Namespaced","names":{"plural":"others","kind":"Other"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"s":{"type":"string","maxLength":9},"i":{"type":"integer"},"l":{"type":"array","items":{"type":"string"},"maxItems":3},"m":{"type":"object","additionalProperties":{"type":"string","maxLength":9},"maxProperties":3},"o":{"type":"object","properties":{"x":{"type":"string","maxLength":9}}}},"x-kubernetes-validations":[{"rule":"true\n&& true"}]}}}}}]}}

POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions?dryRun=All
{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"others.kinds.story.example.com"},"spec":{"group":"kinds.story.example.com","scope":"Namespaced","names":{"plural":"others","kind":"Other"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"s":{"type":"string","maxLength":9},"i":{"type":"integer"},"l":{"type":"array","items":{"type":"string"},"maxItems":3},"m":{"type":"object","additionalProperties":{"type":"string","maxLength":9},"maxProperties":3},"o":{"type":"object","properties":{"x":{"type":"string","maxLength":9}}}},"x-kubernetes-validations":[{"rule":"true","reason":"Nope"}]}}}}}]}}

POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions?dryRun=All
{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"others.kinds.story.example.com"},"spec":{"group":"kinds.story.example.com","scope":"Namespaced","names":{"plural":"others","kind":"Other"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"s":{"type":"string","maxLength":9},"i":{"type":"integer"},"l":{"type":"array","items":{"type":"string"},"maxItems":3},"m":{"type":"object","additionalProperties":{"type":"string","maxLength":9},"maxProperties":3},"o":{"type":"object","properties":{"x":{"type":"string","maxLength":9}}}},"x-kubernetes-validations":[{"rule":"true","fieldPath":"s"}]}}}}}]}}

POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions?dryRun=All
{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"others.kinds.story.example.com"},"spec":{"group":"kinds.story.example.com","scope":"Namespaced","names":{"plural":"others","kind":"Other"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"s":{"type":"string","maxLength":9},"i":{"type":"integer"},"l":{"type":"array","items":{"type":"string"},"maxItems":3},"m":{"type":"object","additionalProperties":{"type":"string","maxLength":9},"maxProperties":3},"o":{"type":"object","properties":{"x":{"type":"string","maxLength":9}}}},"x-kubernetes-validations":[{"rule":"true","fieldPath":".zz"}]}}}}}]}}

POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions?dryRun=All
{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"others.kinds.story.example.com"},"spec":{"group":"kinds.story.example.com","scope":"Namespaced","names":{"plural":"others","kind":"Other"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"s":{"type":"string","maxLength":9},"i":{"type":"integer"},"l":{"type":"array","items":{"type":"string"},"maxItems":3},"m":{"type":"object","additionalProperties":{"type":"string","maxLength":9},"maxProperties":3},"o":{"type":"object","properties":{"x":{"type":"string","maxLength":9}}}},"x-kubernetes-validations":[{"rule":"true","fieldPath":".m['a b']"}]}}}}}]}}

POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions?dryRun=All
{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"others.kinds.story.example.com"},"spec":{"group":"kinds.story.example.com","scope":"Namespaced","names":{"plural":"others","kind":"Other"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"s":{"type":"string","maxLength":9},"i":{"type":"integer"},"l":{"type":"array","items":{"type":"string"},"maxItems":3},"m":{"type":"object","additionalProperties":{"type":"string","maxLength":9},"maxProperties":3},"o":{"type":"object","properties":{"x":{"type":"string","maxLength":9}}}},"x-kubernetes-validations":[{"rule":"true","fieldPath":".l[0]"}]}}}}}]}}

POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions?dryRun=All
{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"others.kinds.story.example.com"},"spec":{"group":"kinds.story.example.com","scope":"Namespaced","names":{"plural":"others","kind":"Other"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"s":{"type":"string","maxLength":9},"i":{"type":"integer"},"l":{"type":"array","items":{"type":"string"},"maxItems":3},"m":{"type":"object","additionalProperties":{"type":"string","maxLength":9},"maxProperties":3},"o":{"type":"object","properties":{"x":{"type":"string","maxLength":9}}}},"x-kubernetes-validations":[{"rule":"true","fieldPath":".o.x"}]}}}}}]}}

POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions?dryRun=All
{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"others.kinds.story.example.com"},"spec":{"group":"kinds.story.example.com","scope":"Namespaced","names":{"plural":"others","kind":"Other"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"s":{"type":"string","maxLength":9},"i":{"type":"integer"},"l":{"type":"array","items":{"type":"string"},"maxItems":3},"m":{"type":"object","additionalProperties":{"type":"string","maxLength":9},"maxProperties":3},"o":{"type":"object","properties":{"x":{"type":"string","maxLength":9}}}},"x-kubernetes-validations":[{"rule":"true","optionalOldSelf":true}]}}}}}]}}

POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions?dryRun=All
{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"others.kinds.story.example.com"},"spec":{"group":"kinds.story.example.com","scope":"Namespaced","names":{"plural":"others","kind":"Other"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"s":{"type":"string","maxLength":9},"i":{"type":"integer"},"l":{"type":"array","items":{"type":"string"},"maxItems":3},"m":{"type":"object","additionalProperties":{"type":"string","maxLength":9},"maxProperties":3},"o":{"type":"object","properties":{"x":{"type":"string","maxLength":9}}}},"x-kubernetes-validations":[{"rule":"oldSelf.i == self.i","optionalOldSelf":true}]}}}}}]}}
