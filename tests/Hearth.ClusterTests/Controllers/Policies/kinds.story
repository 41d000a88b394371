# Kinds for the policies to be about; from here on both servers say of what they are made.

POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions
Content-Type: application/yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: gadgets.types.example.com}
spec:
  group: types.example.com
  scope: Namespaced
  names:
    plural: gadgets
    singular: gadget
    kind: Gadget
    shortNames: [gd]
  versions:
  - name: v1
    served: true
    storage: true
    subresources:
      status: {}
      scale: {specReplicasPath: .spec.size, statusReplicasPath: .status.size}
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            properties:
              size: {type: integer}
              ratio: {type: number}
              enabled: {type: boolean}
              name: {type: string, maxLength: 10}
              port: {x-kubernetes-int-or-string: true}
              when: {type: string, format: date-time}
              day: {type: string, format: date}
              wait: {type: string, format: duration}
              data: {type: string, format: byte}
              free: {type: object, x-kubernetes-preserve-unknown-fields: true}
              any: {x-kubernetes-preserve-unknown-fields: true}
              tags:
                type: array
                items: {type: string}
                x-kubernetes-list-type: set
              items:
                type: array
                items:
                  type: object
                  properties:
                    key: {type: string}
                    n: {type: integer}
              table:
                type: object
                additionalProperties:
                  type: object
                  properties:
                    x: {type: integer}
              counts:
                type: object
                additionalProperties: {type: integer}
              lists:
                type: array
                items:
                  type: array
                  items: {type: integer}
              pod: {type: object, x-kubernetes-embedded-resource: true, x-kubernetes-preserve-unknown-fields: true}
              if: {type: string}
              namespace: {type: string}
              a-b: {type: string}
              c.d: {type: string}
              e__f: {type: string}
              choice:
                type: string
                enum: [a, b]
              maybe: {type: string, nullable: true}
          status:
            type: object
            properties:
              size: {type: integer}
  - name: v1beta1
    served: true
    storage: false
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            properties:
              size: {type: string}


POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions
Content-Type: application/yaml
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: blobs.types.example.com}
spec:
  group: types.example.com
  scope: Cluster
  names: {plural: blobs, singular: blob, kind: Blob}
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}

AGAIN Blob GET /apis/types.example.com/v1

AGAIN Gadget GET /apis/types.example.com/v1

AGAIN Gadget GET /apis/types.example.com/v1beta1

AGAIN types.example.com","version":"v1","kind":"Blob" GET /apis
Accept: application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList

AGAIN types.example.com","version":"v1","kind":"Gadget" GET /apis
Accept: application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList

AGAIN types.example.com","version":"v1beta1","kind":"Gadget" GET /apis
Accept: application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList

AGAIN types.v1.Blob GET /openapi/v3/apis/types.example.com/v1

AGAIN types.v1.Gadget GET /openapi/v3/apis/types.example.com/v1

AGAIN types.v1beta1.Gadget GET /openapi/v3/apis/types.example.com/v1beta1
