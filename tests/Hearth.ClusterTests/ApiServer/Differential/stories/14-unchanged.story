# What an update leaves as broken as it was is no reason to refuse it, but one to warn.
POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions
{"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "olds.kinds.story.example.com"}, "spec": {"group": "kinds.story.example.com", "scope": "Namespaced", "names": {"plural": "olds", "kind": "Old"}, "versions": [{"name": "v1", "served": true, "storage": true, "schema": {"openAPIV3Schema": {"type": "object", "properties": {"spec": {"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "object", "properties": {"c": {"type": "integer"}, "d": {"type": "integer"}}}, "l": {"type": "array", "maxItems": 5, "items": {"type": "integer"}}, "k": {"type": "array", "maxItems": 5, "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["n"], "items": {"type": "object", "required": ["n"], "properties": {"n": {"type": "string", "maxLength": 5}, "v": {"type": "integer"}}}}, "s": {"type": "string", "maxLength": 5}}}, "status": {"type": "object", "properties": {"x": {"type": "integer"}}}}}}, "subresources": {"status": {}}}]}}

THERE /apis/kinds.story.example.com/v1/namespaces/default/olds

POST /apis/kinds.story.example.com/v1/namespaces/default/olds
{"apiVersion": "kinds.story.example.com/v1", "kind": "Old", "metadata": {"name": "plain"}, "spec": {"a": 1}}

POST /apis/kinds.story.example.com/v1/namespaces/default/olds
{"apiVersion": "kinds.story.example.com/v1", "kind": "Old", "metadata": {"name": "a"}, "spec": {"a": 5}}

POST /apis/kinds.story.example.com/v1/namespaces/default/olds
{"apiVersion": "kinds.story.example.com/v1", "kind": "Old", "metadata": {"name": "root"}, "spec": {"a": 9}}

POST /apis/kinds.story.example.com/v1/namespaces/default/olds
{"apiVersion": "kinds.story.example.com/v1", "kind": "Old", "metadata": {"name": "b"}, "spec": {"b": {"c": 4, "d": 1}}}

POST /apis/kinds.story.example.com/v1/namespaces/default/olds
{"apiVersion": "kinds.story.example.com/v1", "kind": "Old", "metadata": {"name": "fails"}, "spec": {"b": {"c": 5, "d": 1}}}

POST /apis/kinds.story.example.com/v1/namespaces/default/olds
{"apiVersion": "kinds.story.example.com/v1", "kind": "Old", "metadata": {"name": "l"}, "spec": {"l": [1, 5, 6]}}

POST /apis/kinds.story.example.com/v1/namespaces/default/olds
{"apiVersion": "kinds.story.example.com/v1", "kind": "Old", "metadata": {"name": "k"}, "spec": {"k": [{"n": "x", "v": 5}, {"n": "y", "v": 1}]}}

POST /apis/kinds.story.example.com/v1/namespaces/default/olds
{"apiVersion": "kinds.story.example.com/v1", "kind": "Old", "metadata": {"name": "s"}, "spec": {"s": "no"}}

PATCH /apis/apiextensions.k8s.io/v1/customresourcedefinitions/olds.kinds.story.example.com
Content-Type: application/merge-patch+json
{"spec": {"versions": [{"name": "v1", "served": true, "storage": true, "schema": {"openAPIV3Schema": {"type": "object", "properties": {"spec": {"type": "object", "properties": {"a": {"type": "integer", "x-kubernetes-validations": [{"rule": "self < 3", "message": "a \"small\""}, {"rule": "self == oldSelf", "message": "same"}, {"rule": "self < 4", "reason": "FieldValueForbidden", "messageExpression": "'a is large'"}]}, "b": {"type": "object", "properties": {"c": {"type": "integer"}, "d": {"type": "integer"}}, "x-kubernetes-validations": [{"rule": "self.c < 3", "fieldPath": ".c", "reason": "FieldValueRequired", "message": "c small"}, {"rule": "self.c != 5 || 1 / (self.c - 5) == 1"}]}, "l": {"type": "array", "maxItems": 5, "items": {"type": "integer", "x-kubernetes-validations": [{"rule": "self < 3", "message": "item small"}]}}, "k": {"type": "array", "maxItems": 5, "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["n"], "items": {"type": "object", "required": ["n"], "properties": {"n": {"type": "string", "maxLength": 5}, "v": {"type": "integer"}}, "x-kubernetes-validations": [{"rule": "self.v < 3", "message": "v small"}]}}, "s": {"type": "string", "maxLength": 5}}, "x-kubernetes-validations": [{"rule": "!has(self.a) || self.a < 3"}, {"rule": "!has(self.s) || self.s != 'no'", "reason": "FieldValueDuplicate", "fieldPath": ".s"}]}, "status": {"type": "object", "properties": {"x": {"type": "integer"}}}}, "x-kubernetes-validations": [{"rule": "!has(self.spec.a) || self.spec.a < 9", "message": "root"}]}}, "subresources": {"status": {}}}]}}

AGAIN 422 POST /apis/kinds.story.example.com/v1/namespaces/default/olds?dryRun=All
Content-Type: application/json
{"apiVersion": "kinds.story.example.com/v1", "kind": "Old", "metadata": {"name": "probe"}, "spec": {"a": 20}}

PATCH /apis/kinds.story.example.com/v1/namespaces/default/olds/plain
Content-Type: application/merge-patch+json
{"metadata": {"labels": {"x": "y"}}}

PATCH /apis/kinds.story.example.com/v1/namespaces/default/olds/plain/status
Content-Type: application/merge-patch+json
{"status": {"x": 1}}

PATCH /apis/kinds.story.example.com/v1/namespaces/default/olds/a
Content-Type: application/merge-patch+json
{"metadata": {"labels": {"x": "y"}}}

PATCH /apis/kinds.story.example.com/v1/namespaces/default/olds/a/status
Content-Type: application/merge-patch+json
{"status": {"x": 1}}

PATCH /apis/kinds.story.example.com/v1/namespaces/default/olds/root
Content-Type: application/merge-patch+json
{"metadata": {"labels": {"x": "y"}}}

PATCH /apis/kinds.story.example.com/v1/namespaces/default/olds/root/status
Content-Type: application/merge-patch+json
{"status": {"x": 1}}

PATCH /apis/kinds.story.example.com/v1/namespaces/default/olds/b
Content-Type: application/merge-patch+json
{"metadata": {"labels": {"x": "y"}}}

PATCH /apis/kinds.story.example.com/v1/namespaces/default/olds/b/status
Content-Type: application/merge-patch+json
{"status": {"x": 1}}

PATCH /apis/kinds.story.example.com/v1/namespaces/default/olds/fails
Content-Type: application/merge-patch+json
{"metadata": {"labels": {"x": "y"}}}

PATCH /apis/kinds.story.example.com/v1/namespaces/default/olds/fails/status
Content-Type: application/merge-patch+json
{"status": {"x": 1}}

PATCH /apis/kinds.story.example.com/v1/namespaces/default/olds/l
Content-Type: application/merge-patch+json
{"metadata": {"labels": {"x": "y"}}}

PATCH /apis/kinds.story.example.com/v1/namespaces/default/olds/l/status
Content-Type: application/merge-patch+json
{"status": {"x": 1}}

PATCH /apis/kinds.story.example.com/v1/namespaces/default/olds/k
Content-Type: application/merge-patch+json
{"metadata": {"labels": {"x": "y"}}}

PATCH /apis/kinds.story.example.com/v1/namespaces/default/olds/k/status
Content-Type: application/merge-patch+json
{"status": {"x": 1}}

PATCH /apis/kinds.story.example.com/v1/namespaces/default/olds/s
Content-Type: application/merge-patch+json
{"metadata": {"labels": {"x": "y"}}}

PATCH /apis/kinds.story.example.com/v1/namespaces/default/olds/s/status
Content-Type: application/merge-patch+json
{"status": {"x": 1}}

PATCH /apis/kinds.story.example.com/v1/namespaces/default/olds/a
Content-Type: application/merge-patch+json
{"spec": {"a": 6}}

PATCH /apis/kinds.story.example.com/v1/namespaces/default/olds/a
Content-Type: application/merge-patch+json
{"spec": {"s": "no"}}

PATCH /apis/kinds.story.example.com/v1/namespaces/default/olds/a
Content-Type: application/merge-patch+json
{"spec": {"s": "yes"}}

PATCH /apis/kinds.story.example.com/v1/namespaces/default/olds/a
Content-Type: application/merge-patch+json
{"spec": {"a": 2}}

PATCH /apis/kinds.story.example.com/v1/namespaces/default/olds/b
Content-Type: application/merge-patch+json
{"spec": {"b": {"d": 2}}}

PATCH /apis/kinds.story.example.com/v1/namespaces/default/olds/b
Content-Type: application/merge-patch+json
{"spec": {"a": 1}}

PATCH /apis/kinds.story.example.com/v1/namespaces/default/olds/b
Content-Type: application/merge-patch+json
{"spec": {"b": {"c": 1}}}

PATCH /apis/kinds.story.example.com/v1/namespaces/default/olds/l
Content-Type: application/merge-patch+json
{"spec": {"a": 1}}

PATCH /apis/kinds.story.example.com/v1/namespaces/default/olds/l
Content-Type: application/merge-patch+json
{"spec": {"l": [1, 5, 7]}}

PATCH /apis/kinds.story.example.com/v1/namespaces/default/olds/l
Content-Type: application/merge-patch+json
{"spec": {"l": [1, 2]}}

PATCH /apis/kinds.story.example.com/v1/namespaces/default/olds/k
Content-Type: application/merge-patch+json
{"spec": {"k": [{"n": "x", "v": 5}, {"n": "y", "v": 2}]}}

PATCH /apis/kinds.story.example.com/v1/namespaces/default/olds/k
Content-Type: application/merge-patch+json
{"spec": {"k": [{"n": "x", "v": 6}, {"n": "y", "v": 2}]}}

PATCH /apis/kinds.story.example.com/v1/namespaces/default/olds/k
Content-Type: application/merge-patch+json
{"spec": {"k": [{"n": "y", "v": 2}, {"n": "x", "v": 5}, {"n": "z", "v": 5}]}}

PATCH /apis/kinds.story.example.com/v1/namespaces/default/olds/s?fieldManager=m
Content-Type: application/apply-patch+yaml
{"apiVersion": "kinds.story.example.com/v1", "kind": "Old", "metadata": {"labels": {"a": "b"}}}

PATCH /apis/kinds.story.example.com/v1/namespaces/default/olds/s?dryRun=All
Content-Type: application/merge-patch+json
{"metadata": {"annotations": {"a": "b"}}}

DELETE /apis/kinds.story.example.com/v1/namespaces/default/olds/s

DELETE /apis/apiextensions.k8s.io/v1/customresourcedefinitions/olds.kinds.story.example.com

GONE /apis/kinds.story.example.com/v1/namespaces/default/olds
