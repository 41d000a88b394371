# Fields that few people use, and rules across several fields: what is refused, completed and warned of.

POST /api/v1/namespaces
{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"story15"}}

THERE /api/v1/namespaces/story15/serviceaccounts/default

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i","livenessProbe":{"tcpSocket":{"port":""}}}]}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"initContainers":[{"name":"i","image":"i","lifecycle":{}}]}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"initContainers":[{"name":"i","image":"i","lifecycle":{"stopSignal":"SIGTERM"}}]}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i","env":[{"name":"A","valueFrom":{"fieldRef":{"fieldPath":"metadata.foo['ok']"}}}]}]}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i","volumeMounts":[{"name":"v","mountPath":"/v"}]}],"volumes":[{"name":"v","projected":{"sources":[{}]}}]}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i","volumeMounts":[{"name":"v","mountPath":"/v"}]}],"volumes":[{"name":"v","rbd":{"monitors":["m"],"image":"i"}}]}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i","volumeMounts":[{"name":"v","mountPath":"/v"}]}],"volumes":[{"name":"v","azureDisk":{"diskName":"","diskURI":""}}]}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i","volumeMounts":[{"name":"v","mountPath":"/v"}]}],"volumes":[{"name":"v","azureDisk":{"diskName":"d","diskURI":"x"}}]}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i","volumeMounts":[{"name":"v","mountPath":"/v"}]}],"volumes":[{"name":"v","scaleIO":{"gateway":"g","system":"s","secretRef":{},"volumeName":"v"}}]}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"hostAliases":[{"ip":"010.0.0.1"}]}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"dnsConfig":{"nameservers":["010.1.1.1"]}}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"z","whenUnsatisfiable":"DoNotSchedule","matchLabelKeys":["a","a b"],"labelSelector":{"matchLabels":{"a":"b"}}}]}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"os":{"name":"windows"},"resources":{"requests":{"cpu":"1"}}}}


# Containers that look at others, and sizes that change.

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"volumes":[{"name":"v","configMap":{"name":"m","items":[{"key":"a","path":"x"}, {"key":"b","path":"x"}]}}]}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"volumes":[{"name":"v","configMap":{"name":"m","items":[{"key":"a","path":"x"}, {"key":"b","path":"x/y"}, {"key":"c","path":"x/y/z"}]}}]}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"volumes":[{"name":"v","secret":{"secretName":"m","items":[{"key":"a","path":"x/"}, {"key":"b","path":"x"}]}}]}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"volumes":[{"name":"v","downwardAPI":{"items":[{"path":"x","fieldRef":{"fieldPath":"metadata.name"}}, {"path":"x","fieldRef":{"fieldPath":"metadata.name"}}]}}]}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"volumes":[{"name":"v","projected":{"sources":[{"configMap":{"name":"m","items":[{"key":"a","path":"x"}]}}, {"secret":{"name":"s","items":[{"key":"a","path":"x"}]}}, {"downwardAPI":{"items":[{"path":"x/y","fieldRef":{"fieldPath":"metadata.name"}}]}}]}}]}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"volumes":[{"name":"v","projected":{"sources":[{"serviceAccountToken":{"path":"t"}}, {"secret":{"name":"s","items":[{"key":"a","path":"t"}]}}, {"configMap":{"name":"s","items":[{"key":"a","path":"t/u"}]}}, {"downwardAPI":{"items":[{"path":"t","fieldRef":{"fieldPath":"metadata.name"}}]}}]}}],"serviceAccountName":"default"}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"volumes":[{"name":"v","projected":{"sources":[{"serviceAccountToken":{"path":"t"}}, {"serviceAccountToken":{"path":"t"}}]}}],"serviceAccountName":"default"}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"volumes":[{"name":"v","projected":{"sources":[{"configMap":{"name":"m"}}, {}, {"secret":{"name":"s"}}]}}]}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"volumes":[{"name":"v","projected":{"sources":[{"configMap":{"name":"m","items":[{"key":"a","path":"x"}, {"key":"b","path":"x"}]}}]}}]}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i","resources":{"limits":{"memory":"1500m"}}}],"volumes":[{"name":"v","configMap":{"name":"m","items":[{"key":"a","path":"x"}, {"key":"b","path":"x"}]}}, {"name":"w","gitRepo":{"repository":"r"}}, {"name":"x","secret":{"secretName":"m","items":[{"key":"a","path":"q"}, {"key":"b","path":"q"}]}}],"hostAliases":[{"ip":"1.1.1.1"}, {"ip":"1.1.1.1"}],"imagePullSecrets":[{"name":""}],"dnsConfig":{"nameservers":["010.1.1.1","2001:0db8::1"]}}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"hostAliases":[{"ip":"2001:DB8::1","hostnames":["a"]}, {"ip":"::ffff:1.2.3.4"}, {"ip":"001.2.3.4"}]}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"z","whenUnsatisfiable":"DoNotSchedule","matchLabelKeys":["a"],"labelSelector":{"matchLabels":{"a":"b"}}}]}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"z","whenUnsatisfiable":"DoNotSchedule","matchLabelKeys":["app"],"labelSelector":{"matchLabels":{"a":"b"}}}]}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"z","whenUnsatisfiable":"DoNotSchedule","matchLabelKeys":["app"],"labelSelector":{"matchLabels":{"app":"x"}}}]}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"z","whenUnsatisfiable":"DoNotSchedule","matchLabelKeys":["app"],"labelSelector":{"matchExpressions":[{"key":"app","operator":"Exists"}]}}]}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"z","whenUnsatisfiable":"DoNotSchedule","matchLabelKeys":["a b"],"labelSelector":{"matchLabels":{"a":"b"}}}]}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"z","whenUnsatisfiable":"DoNotSchedule","matchLabelKeys":["a b"]}]}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"z","whenUnsatisfiable":"DoNotSchedule","matchLabelKeys":["a","a"],"labelSelector":{"matchLabels":{"q":"b"}}}]}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"z","whenUnsatisfiable":"DoNotSchedule","matchLabelKeys":["app","app"],"labelSelector":{"matchLabels":{"q":"b"}}}]}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"z","whenUnsatisfiable":"DoNotSchedule","matchLabelKeys":["a","a b"],"labelSelector":{"matchLabels":{"a":"b"}}}]}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"z","whenUnsatisfiable":"DoNotSchedule","matchLabelKeys":["a b","a"],"labelSelector":{"matchLabels":{"a":"b"}}}]}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"z","whenUnsatisfiable":"DoNotSchedule","matchLabelKeys":["x y","a"],"labelSelector":{"matchLabels":{"a":"b"}}}]}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"z","whenUnsatisfiable":"DoNotSchedule","matchLabelKeys":[""],"labelSelector":{"matchLabels":{"a":"b"}}}]}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"z","whenUnsatisfiable":"DoNotSchedule","matchLabelKeys":[],"labelSelector":{"matchLabels":{"a":"b"}}}]}}

POST /apis/apps/v1/namespaces/story15/deployments?dryRun=All
{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"app":"x"}},"template":{"metadata":{"labels":{"app":"x"}},"spec":{"containers":[{"name":"a","image":"i"}],"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"z","whenUnsatisfiable":"DoNotSchedule","matchLabelKeys":["a"],"labelSelector":{"matchLabels":{"a":"b"}}}]}}}}

POST /apis/apps/v1/namespaces/story15/deployments?dryRun=All
{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"app":"x"}},"template":{"metadata":{"labels":{"app":"x"}},"spec":{"containers":[{"name":"a","image":"i"}],"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"z","whenUnsatisfiable":"DoNotSchedule","matchLabelKeys":["app"],"labelSelector":{"matchLabels":{"app":"x"}}}]}}}}

POST /apis/apps/v1/namespaces/story15/deployments?dryRun=All
{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"app":"x"}},"template":{"metadata":{"labels":{"app":"x"}},"spec":{"containers":[{"name":"a","image":"i"}],"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"z","whenUnsatisfiable":"DoNotSchedule","matchLabelKeys":["a","a b"],"labelSelector":{"matchLabels":{"a":"b"}}}]}}}}

POST /apis/apps/v1/namespaces/story15/deployments?dryRun=All
{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"app":"x"}},"template":{"metadata":{"labels":{"app":"x"}},"spec":{"containers":[{"name":"a","image":"i"}],"topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"z","whenUnsatisfiable":"DoNotSchedule","matchLabelKeys":["a b"]}]}}}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"affinity":{"podAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"z","matchLabelKeys":["app"],"labelSelector":{"matchLabels":{"app":"x"}}}]}}}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"affinity":{"podAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"z","matchLabelKeys":["app"],"mismatchLabelKeys":["app"],"labelSelector":{"matchLabels":{"a":"b"}}}]}}}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"affinity":{"podAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"z","matchLabelKeys":["a"],"labelSelector":{"matchLabels":{"a":"b"}}}]}}}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"affinity":{"podAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"z","matchLabelKeys":["a b"],"labelSelector":{"matchLabels":{"a":"b"}}}]}}}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"affinity":{"podAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"z","mismatchLabelKeys":["a"]}]}}}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"volumes":[{"name":"v","iscsi":{"targetPortal":"t","iqn":"iqn.2001-04.com.example:x","lun":1}}]}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"volumes":[{"name":"v","azureDisk":{"diskName":"d","diskURI":"https://x","kind":"Shared"}}]}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"volumes":[{"name":"v","azureDisk":{"diskName":"d","diskURI":"https://x"}}]}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"volumes":[{"name":"v","azureDisk":{"diskName":"d","diskURI":"/subscriptions/x","kind":"Managed","cachingMode":"None","fsType":"xfs","readOnly":true}}]}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"volumes":[{"name":"v","scaleIO":{"gateway":"g","system":"s","secretRef":{"name":"x"},"volumeName":"v"}}]}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"volumes":[{"name":"v","scaleIO":{"gateway":"g","system":"s","secretRef":{"name":"x"},"volumeName":"v","storageMode":"Thick","fsType":"ext4"}}]}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"volumes":[{"name":"v","rbd":{"monitors":["m"],"image":"i","pool":"p","user":"u","keyring":"k"}}]}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i","lifecycle":{"postStart":{"exec":{"command":["x"]}},"stopSignal":"SIGKILL"}}],"os":{"name":"linux"}}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i","lifecycle":{"postStart":{},"stopSignal":"SIGKILL"}}],"os":{"name":"linux"}}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i","resources":{"requests":{"cpu":"100m"}}}],"os":{"name":"windows"},"resources":{"limits":{"cpu":"1"}}}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i","ports":[{"containerPort":80,"hostIP":"1.2.3.4"}]}]}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i","ports":[{"containerPort":80,"hostIP":"010.2.3.4","hostPort":80}]}]}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i","ports":[{"containerPort":80,"hostIP":"::ffff:1.2.3.4","hostPort":80}]}]}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i","ports":[{"containerPort":80,"hostIP":"bad","hostPort":80}]}]}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i","livenessProbe":{"httpGet":{"port":80,"host":"010.1.1.1"}}}]}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"affinity":{"podAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"z","mismatchLabelKeys":["app"],"labelSelector":{"matchLabels":{"app":"x"}}}]}}}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"affinity":{"podAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"z","mismatchLabelKeys":["app"],"labelSelector":{"matchExpressions":[{"key":"app","operator":"Exists"}]}}]}}}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"affinity":{"podAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"z","matchLabelKeys":["a"],"mismatchLabelKeys":["app"],"labelSelector":{"matchExpressions":[{"key":"app","operator":"Exists"}]}}]}}}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"affinity":{"podAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"z","matchLabelKeys":["app"],"mismatchLabelKeys":["app"],"labelSelector":{"matchLabels":{"app":"x"}}}]}}}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"affinity":{"podAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"z","matchLabelKeys":["a"],"mismatchLabelKeys":["a","app"],"labelSelector":{"matchLabels":{"app":"x","a":"y"}}}]}}}}

POST /api/v1/namespaces/story15/pods?dryRun=All
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"app":"x"}},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"affinity":{"podAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"z","matchLabelKeys":["a b"]}]}}}}


POST /api/v1/namespaces/story15/pods
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"u"},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"tolerations":[{"key":"k","operator":"Exists","effect":"NoExecute","tolerationSeconds":60}],"terminationGracePeriodSeconds":30,"activeDeadlineSeconds":100,"initContainers":[{"name":"i","image":"i"}]}}

PATCH /api/v1/namespaces/story15/pods/u/ephemeralcontainers?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"ephemeralContainers":[{"name":"e","image":"i"}]}}

PATCH /api/v1/namespaces/story15/pods/u/ephemeralcontainers?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"ephemeralContainers":[{"name":"a","image":"i"}]}}

PATCH /api/v1/namespaces/story15/pods/u/ephemeralcontainers?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"ephemeralContainers":[{"name":"","image":""}]}}

PATCH /api/v1/namespaces/story15/pods/u/ephemeralcontainers?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"ephemeralContainers":[{"name":"e","image":"i","ports":[{"containerPort":1}],"livenessProbe":{"exec":{"command":["x"]}},"readinessProbe":{"exec":{"command":["x"]}},"startupProbe":{"exec":{"command":["x"]}},"lifecycle":{},"resources":{"limits":{"cpu":"1"}},"resizePolicy":[{"resourceName":"cpu","restartPolicy":"NotRequired"}]}]}}

PATCH /api/v1/namespaces/story15/pods/u/ephemeralcontainers?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"ephemeralContainers":[{"name":"e","image":"i","targetContainerName":"zz","restartPolicy":"Always"}]}}

PATCH /api/v1/namespaces/story15/pods/u/ephemeralcontainers?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"ephemeralContainers":[{"name":"e","image":"i","volumeMounts":[{"name":"x","mountPath":"/x","subPath":"y"}]}]}}

PATCH /api/v1/namespaces/story15/pods/u/ephemeralcontainers?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"containers":[{"name":"a","image":"z"}]}}

PATCH /api/v1/namespaces/story15/pods/u/ephemeralcontainers?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"ephemeralContainers":[{"name":"e","image":"i"}]}}

PATCH /api/v1/namespaces/story15/pods/u/resize?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"containers":[{"name":"a","resources":{"requests":{"cpu":"1"}}}]}}

PATCH /api/v1/namespaces/story15/pods/u/resize?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"containers":[{"name":"a","image":"z"}]}}

PATCH /api/v1/namespaces/story15/pods/u/resize?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"containers":[{"name":"a","resources":{"requests":{"foo.com/x":"1"}}}]}}

PATCH /api/v1/namespaces/story15/pods/u/resize?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"metadata":{"labels":{"q":"r"}}}

PATCH /api/v1/namespaces/story15/pods/u/resize?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"initContainers":[{"name":"i","resources":{"requests":{"cpu":"1"}}}]}}

POST /api/v1/namespaces/story15/pods
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"r"},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i","resources":{"requests":{"cpu":"1","memory":"1Gi"},"limits":{"cpu":"2","memory":"2Gi"}}}],"initContainers":[{"name":"s","image":"i","restartPolicy":"Always"}, {"name":"i","image":"i"}]}}

PATCH /api/v1/namespaces/story15/pods/r/resize?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"containers":[{"name":"a","resources":{"requests":{"cpu":"1500m"}}}]}}

PATCH /api/v1/namespaces/story15/pods/r/resize?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"containers":[{"name":"a","resources":{"requests":{"cpu":"3"}}}]}}

PATCH /api/v1/namespaces/story15/pods/r/resize?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"containers":[{"name":"a","resources":{"limits":{"memory":"1Gi"}}}]}}

PATCH /api/v1/namespaces/story15/pods/r/resize?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"containers":[{"name":"a","resources":{"limits":null,"requests":null}}]}}

PATCH /api/v1/namespaces/story15/pods/r/resize?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"containers":[{"name":"a","resources":{"limits":{"memory":null}}}]}}

PATCH /api/v1/namespaces/story15/pods/r/resize?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"containers":[{"name":"a","resources":{"requests":{"cpu":"2","memory":"2Gi"}}}]}}

PATCH /api/v1/namespaces/story15/pods/r/resize?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"containers":[{"name":"a","resources":{"requests":{"ephemeral-storage":"1"}}}]}}

PATCH /api/v1/namespaces/story15/pods/r/resize?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"initContainers":[{"name":"s","resources":{"requests":{"cpu":"1"}}}]}}

PATCH /api/v1/namespaces/story15/pods/r/resize?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"initContainers":[{"name":"i","resources":{"requests":{"cpu":"1"}}}]}}

PATCH /api/v1/namespaces/story15/pods/r/resize?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"containers":[{"name":"a","resources":{"claims":[{"name":"x"}]}}]}}

PATCH /api/v1/namespaces/story15/pods/r/resize?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"containers":[{"name":"a","resizePolicy":[{"resourceName":"cpu","restartPolicy":"RestartContainer"}]}]}}

POST /api/v1/namespaces/story15/pods
{"apiVersion":"v1","kind":"Pod","metadata":{"name":"g"},"spec":{"automountServiceAccountToken":false,"containers":[{"name":"a","image":"i"}],"schedulingGates":[{"name":"x"}, {"name":"y"}],"nodeSelector":{"a":"b"},"affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"k","operator":"In","values":["v"]}]}]}}}}}

PATCH /api/v1/namespaces/story15/pods/g?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"affinity":{"podAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"z"}]}}}}

PATCH /api/v1/namespaces/story15/pods/g?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"tolerations":[{"key":"a","operator":"Exists"}]}}

PATCH /api/v1/namespaces/story15/pods/g?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"metadata":{"labels":{"a":"b"}}}

POST /api/v1/namespaces/story15/pods/g/binding
{"apiVersion":"v1","kind":"Binding","metadata":{"name":"g"},"target":{"kind":"Node","name":"n"}}

POST /api/v1/namespaces/story15/pods/u/binding?dryRun=All
{"apiVersion":"v1","kind":"Binding","metadata":{"name":"u"},"target":{"kind":"Pod","name":"n"}}

POST /api/v1/namespaces/story15/pods/u/binding?dryRun=All
{"apiVersion":"v1","kind":"Binding","metadata":{"name":"u"},"target":{"kind":"Node","name":""}}

POST /api/v1/namespaces/story15/pods/u/binding?dryRun=All
{"apiVersion":"v1","kind":"Binding","metadata":{"name":"u"},"target":{}}

POST /api/v1/namespaces/story15/pods/u/binding?dryRun=All
{"apiVersion":"v1","kind":"Binding","metadata":{"name":"other"},"target":{"name":"n"}}


# Workloads and autoscalers.

POST /apis/apps/v1/namespaces/story15/statefulsets?dryRun=All
{"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"d"},"spec":{"serviceName":"s","selector":{"matchLabels":{"app":"x"}},"template":{"metadata":{"labels":{"app":"x"}},"spec":{"containers":[{"name":"a","image":"i"}]}},"updateStrategy":{"type":"RollingUpdate","rollingUpdate":null}}}

POST /apis/apps/v1/namespaces/story15/statefulsets?dryRun=All
{"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"d"},"spec":{"serviceName":"s","selector":{"matchLabels":{"app":"x"}},"template":{"metadata":{"labels":{"app":"x"}},"spec":{"containers":[{"name":"a","image":"i"}]}},"volumeClaimTemplates":[{"metadata":{"name":"data"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"100m"}}}}]}}

POST /apis/batch/v1/namespaces/story15/jobs?dryRun=All
{"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"j"},"spec":{"template":{"metadata":{"labels":{"a":"b"}},"spec":{"restartPolicy":"Never","containers":[{"name":"a","image":"i"}]}},"manualSelector":true,"selector":{"matchLabels":{"a":"b"}}}}

POST /apis/batch/v1/namespaces/story15/cronjobs?dryRun=All
{"apiVersion":"batch/v1","kind":"CronJob","metadata":{"name":"c"},"spec":{"schedule":"* * * * *","jobTemplate":{"spec":{"template":{"metadata":{},"spec":{"restartPolicy":"Never","containers":[{"name":"a","image":"i"}]}}}},"timeZone":"local"}}

POST /apis/batch/v1/namespaces/story15/cronjobs?dryRun=All
{"apiVersion":"batch/v1","kind":"CronJob","metadata":{"name":"c"},"spec":{"schedule":"* * * * *","jobTemplate":{"spec":{"template":{"metadata":{},"spec":{"restartPolicy":"Never","containers":[{"name":"a","image":"i"}]}}}},"timeZone":"europe/berlin"}}

POST /apis/policy/v1/namespaces/story15/poddisruptionbudgets?dryRun=All
{"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"app":"x"}},"minAvailable":"101%"}}

POST /apis/autoscaling/v2/namespaces/story15/horizontalpodautoscalers?dryRun=All
{"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"h"},"spec":{"scaleTargetRef":{"kind":"a/b","name":"a/b","apiVersion":"x/y/z"},"maxReplicas":3}}

POST /apis/autoscaling/v2/namespaces/story15/horizontalpodautoscalers?dryRun=All
{"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"h","annotations":{"autoscaling.alpha.kubernetes.io/metrics":"x"}},"spec":{"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"},"maxReplicas":3}}

POST /apis/autoscaling/v2/namespaces/story15/horizontalpodautoscalers?dryRun=All
{"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"h","annotations":{"autoscaling.alpha.kubernetes.io/behavior":"{}","autoscaling.alpha.kubernetes.io/conditions":"[]"}},"spec":{"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"},"maxReplicas":3}}

POST /apis/autoscaling/v1/namespaces/story15/horizontalpodautoscalers?dryRun=All
{"apiVersion":"autoscaling/v1","kind":"HorizontalPodAutoscaler","metadata":{"name":"h"},"spec":{"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"},"maxReplicas":3,"targetCPUUtilizationPercentage":0}}

POST /apis/autoscaling/v1/namespaces/story15/horizontalpodautoscalers?dryRun=All
{"apiVersion":"autoscaling/v1","kind":"HorizontalPodAutoscaler","metadata":{"name":"h"},"spec":{"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"d"},"maxReplicas":3,"targetCPUUtilizationPercentage":-5}}


# Networks, and what else is in the core.

POST /api/v1/namespaces/story15/services?dryRun=All
{"apiVersion":"v1","kind":"Service","metadata":{"name":"s"},"spec":{"ports":[{"port":80}],"type":"ExternalName","externalName":"a.b","internalTrafficPolicy":"Local"}}

POST /api/v1/namespaces/story15/services?dryRun=All
{"apiVersion":"v1","kind":"Service","metadata":{"name":"s"},"spec":{"ports":[{"port":80}],"type":"LoadBalancer","externalTrafficPolicy":"Local","healthCheckNodePort":-1}}

POST /api/v1/namespaces/story15/services?dryRun=All
{"apiVersion":"v1","kind":"Service","metadata":{"name":"s"},"spec":{"ports":[{"port":80}],"type":"LoadBalancer","allocateLoadBalancerNodePorts":false}}

POST /api/v1/namespaces/story15/services?dryRun=All
{"apiVersion":"v1","kind":"Service","metadata":{"name":"s","annotations":{"service.beta.kubernetes.io/load-balancer-source-ranges":"x"}},"spec":{"ports":[{"port":80}],"type":"LoadBalancer"}}

POST /api/v1/namespaces/story15/services?dryRun=All
{"apiVersion":"v1","kind":"Service","metadata":{"name":"s","annotations":{"service.beta.kubernetes.io/load-balancer-source-ranges":"10.0.0.0/8"}},"spec":{"ports":[{"port":80}]}}

POST /api/v1/namespaces/story15/services?dryRun=All
{"apiVersion":"v1","kind":"Service","metadata":{"name":"s","annotations":{"service.kubernetes.io/topology-aware-hints":"Auto","service.alpha.kubernetes.io/tolerate-unready-endpoints":"true"}},"spec":{"ports":[{"port":80}]}}

POST /api/v1/namespaces/story15/endpoints?dryRun=All
{"apiVersion":"v1","kind":"Endpoints","metadata":{"name":"s"},"subsets":[{"addresses":[{"ip":"010.0.0.1"}],"ports":[{"port":80}]}]}

POST /apis/discovery.k8s.io/v1/namespaces/story15/endpointslices?dryRun=All
{"apiVersion":"discovery.k8s.io/v1","kind":"EndpointSlice","metadata":{"name":"s"},"addressType":"IPv6","endpoints":[{"addresses":["2001:DB8::1","::ffff:1.2.3.4"]}],"ports":[{"port":80}]}

POST /apis/networking.k8s.io/v1/namespaces/story15/ingresses?dryRun=All
{"apiVersion":"networking.k8s.io/v1","kind":"Ingress","metadata":{"name":"i"},"spec":{"rules":[]}}

POST /apis/networking.k8s.io/v1/namespaces/story15/ingresses?dryRun=All
{"apiVersion":"networking.k8s.io/v1","kind":"Ingress","metadata":{"name":"i"},"spec":{"rules":[{"host":"a.b","http":{"paths":[{"path":"/","pathType":"Prefix","backend":{"resource":{}}}]}}]}}

POST /apis/networking.k8s.io/v1/namespaces/story15/ingresses?dryRun=All
{"apiVersion":"networking.k8s.io/v1","kind":"Ingress","metadata":{"name":"i"},"spec":{"rules":[{"host":"a.b","http":{"paths":[{"path":"/","pathType":"Prefix","backend":{"service":{"name":"s","port":{"number":80}}}}]}}],"defaultBackend":{"resource":{}}}}

POST /apis/networking.k8s.io/v1/namespaces/story15/ingresses?dryRun=All
{"apiVersion":"networking.k8s.io/v1","kind":"Ingress","metadata":{"name":"i"},"spec":{"rules":[{"host":"a.b","http":{"paths":[{"path":"/","pathType":"Prefix","backend":{"service":{"name":"s","port":{"number":80}}}}]}}],"defaultBackend":{"resource":{"kind":"K"}}}}

POST /apis/networking.k8s.io/v1/namespaces/story15/ingresses?dryRun=All
{"apiVersion":"networking.k8s.io/v1","kind":"Ingress","metadata":{"name":"i","annotations":{"kubernetes.io/ingress.class":"x"}},"spec":{"rules":[{"host":"a.b","http":{"paths":[{"path":"/","pathType":"Prefix","backend":{"service":{"name":"s","port":{"number":80}}}}]}}]}}

POST /apis/networking.k8s.io/v1/namespaces/story15/ingresses?dryRun=All
{"apiVersion":"networking.k8s.io/v1","kind":"Ingress","metadata":{"name":"i","annotations":{"kubernetes.io/ingress.class":"x"}},"spec":{"rules":[{"host":"a.b","http":{"paths":[{"path":"/","pathType":"Prefix","backend":{"service":{"name":"s","port":{"number":80}}}}]}}],"ingressClassName":"y"}}

POST /apis/networking.k8s.io/v1/namespaces/story15/ingresses?dryRun=All
{"apiVersion":"networking.k8s.io/v1","kind":"Ingress","metadata":{"name":"i","annotations":{"kubernetes.io/ingress.class":"A_"}},"spec":{"rules":[{"host":"a.b","http":{"paths":[{"path":"/","pathType":"Prefix","backend":{"service":{"name":"s","port":{"number":80}}}}]}}]}}

POST /apis/networking.k8s.io/v1/namespaces/story15/networkpolicies?dryRun=All
{"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"i"},"spec":{"podSelector":{},"ingress":[{"from":[{"ipBlock":{"cidr":"10.0.0.1/8","except":["10.1.0.1/16"]}}]}]}}

POST /apis/networking.k8s.io/v1/namespaces/story15/networkpolicies?dryRun=All
{"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"i"},"spec":{"podSelector":{},"ingress":[{"from":[{"ipBlock":{"cidr":"010.0.0.0/8"}}]}]}}

POST /api/v1/namespaces/story15/secrets?dryRun=All
{"apiVersion":"v1","kind":"Secret","metadata":{"name":"i"},"type":"kubernetes.io/ssh-auth","stringData":{"ssh-privatekey":""}}

POST /api/v1/nodes?dryRun=All
{"apiVersion":"v1","kind":"Node","metadata":{"name":"nn"},"spec":{"taints":[{"key":"a b","value":"c d","effect":"X"}]}}

POST /api/v1/nodes?dryRun=All
{"apiVersion":"v1","kind":"Node","metadata":{"name":"nn"},"spec":{"taints":[{"key":"a","effect":"NoSchedule"}, {"key":"a","effect":"NoSchedule"}]}}

POST /api/v1/nodes?dryRun=All
{"apiVersion":"v1","kind":"Node","metadata":{"name":"nn"},"spec":{"podCIDR":"10.0.0.0/24","podCIDRs":["10.0.0.0/24","10.0.1.0/24"]}}

POST /api/v1/nodes?dryRun=All
{"apiVersion":"v1","kind":"Node","metadata":{"name":"nn"},"spec":{"podCIDRs":["10.0.0.0/24","2001:db8::/64"]}}

POST /api/v1/nodes?dryRun=All
{"apiVersion":"v1","kind":"Node","metadata":{"name":"nn"},"spec":{"podCIDR":"10.0.0.1/24"}}

POST /api/v1/nodes?dryRun=All
{"apiVersion":"v1","kind":"Node","metadata":{"name":"nn"},"spec":{"podCIDR":"010.0.0.0/24"}}

POST /api/v1/nodes?dryRun=All
{"apiVersion":"v1","kind":"Node","metadata":{"name":"nn"},"spec":{"externalID":"x"}}

POST /api/v1/nodes?dryRun=All
{"apiVersion":"v1","kind":"Node","metadata":{"name":"nn"},"status":{"capacity":{"cpu":"-1"}}}

POST /api/v1/nodes?dryRun=All
{"apiVersion":"v1","kind":"Node","metadata":{"name":"nn"},"status":{"capacity":{"pods":"1.5"}}}

POST /api/v1/nodes?dryRun=All
{"apiVersion":"v1","kind":"Node","metadata":{"name":"nn","annotations":{"scheduler.alpha.kubernetes.io/preferAvoidPods":"x"}}}

POST /api/v1/nodes?dryRun=All
{"apiVersion":"v1","kind":"Node","metadata":{"name":"nn","annotations":{"scheduler.alpha.kubernetes.io/preferAvoidPods":"{\"preferAvoidPods\":[{\"podSignature\":{}}]}"}}}

POST /api/v1/namespaces/story15/serviceaccounts?dryRun=All
{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"nn","annotations":{"kubernetes.io/enforce-mountable-secrets":"true"}}}


# Ports of nodes, storage, addresses, priorities and devices.

POST /api/v1/namespaces/story15/services
{"apiVersion":"v1","kind":"Service","metadata":{"name":"s1"},"spec":{"type":"NodePort","ports":[{"port":80,"nodePort":30055}]}}

POST /api/v1/namespaces/story15/services
{"apiVersion":"v1","kind":"Service","metadata":{"name":"s2"},"spec":{"type":"NodePort","ports":[{"port":80,"nodePort":30055}]}}

POST /api/v1/namespaces/story15/services
{"apiVersion":"v1","kind":"Service","metadata":{"name":"s3"},"spec":{"type":"NodePort","ports":[{"port":80,"nodePort":5}]}}

POST /api/v1/namespaces/story15/services
{"apiVersion":"v1","kind":"Service","metadata":{"name":"s4"},"spec":{"type":"NodePort","ports":[{"port":80,"nodePort":30055,"protocol":"UDP"}]}}

POST /api/v1/namespaces/story15/services?dryRun=All
{"apiVersion":"v1","kind":"Service","metadata":{"name":"s5"},"spec":{"type":"NodePort","ports":[{"port":80,"nodePort":30055}]}}

POST /api/v1/namespaces/story15/services?dryRun=All
{"apiVersion":"v1","kind":"Service","metadata":{"name":"s5"},"spec":{"type":"NodePort","ports":[{"port":80,"nodePort":5}]}}

PUT /api/v1/namespaces/story15/services/s1?dryRun=All
{"apiVersion":"v1","kind":"Service","metadata":{"name":"s1"},"spec":{"type":"NodePort","ports":[{"port":80,"nodePort":40000}]}}

PUT /api/v1/namespaces/story15/services/s1
{"apiVersion":"v1","kind":"Service","metadata":{"name":"s1"},"spec":{"type":"NodePort","ports":[{"port":80,"nodePort":40000}]}}

POST /api/v1/namespaces/story15/services
{"apiVersion":"v1","kind":"Service","metadata":{"name":"s6"},"spec":{"type":"NodePort","ports":[{"port":80,"nodePort":30056}],"clusterIP":"10.0.0.10"}}

POST /api/v1/namespaces/story15/persistentvolumeclaims?dryRun=All
{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"c","annotations":{"volume.beta.kubernetes.io/storage-class":"x"}},"spec":{"accessModes":["ReadWriteOnce"],"storageClassName":"x","resources":{"requests":{"storage":"1Gi"}}}}

POST /api/v1/namespaces/story15/persistentvolumeclaims?dryRun=All
{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"c","annotations":{"volume.beta.kubernetes.io/storage-class":"A_"}},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}

POST /api/v1/namespaces/story15/persistentvolumeclaims?dryRun=All
{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"c","annotations":{"volume.beta.kubernetes.io/storage-class":"ok"}},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}

POST /apis/storage.k8s.io/v1/storageclasses?dryRun=All
{"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"v"},"provisioner":"A_ b"}

POST /apis/storage.k8s.io/v1/storageclasses?dryRun=All
{"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"v"},"provisioner":"a.b/c","volumeBindingMode":""}

POST /apis/storage.k8s.io/v1/storageclasses?dryRun=All
{"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"v"},"provisioner":"a.b/c","allowedTopologies":[{"matchLabelExpressions":[{"key":"failure-domain.beta.kubernetes.io/zone","values":["x"]}]}]}

POST /apis/storage.k8s.io/v1/volumeattachments?dryRun=All
{"apiVersion":"storage.k8s.io/v1","kind":"VolumeAttachment","metadata":{"name":"a"},"spec":{"attacher":"a.b","nodeName":"n","source":{"persistentVolumeName":""}}}

POST /apis/storage.k8s.io/v1/volumeattachments?dryRun=All
{"apiVersion":"storage.k8s.io/v1","kind":"VolumeAttachment","metadata":{"name":"a"},"spec":{"attacher":"a.b","nodeName":"n","source":{"inlineVolumeSpec":{}}}}

POST /apis/storage.k8s.io/v1/namespaces/story15/csistoragecapacities?dryRun=All
{"apiVersion":"storage.k8s.io/v1","kind":"CSIStorageCapacity","metadata":{"name":"a"},"storageClassName":"","capacity":"1Gi"}

POST /apis/storage.k8s.io/v1/namespaces/story15/csistoragecapacities?dryRun=All
{"apiVersion":"storage.k8s.io/v1","kind":"CSIStorageCapacity","metadata":{"name":"a"},"storageClassName":"A_","capacity":"1Gi"}

POST /apis/storage.k8s.io/v1/namespaces/story15/csistoragecapacities?dryRun=All
{"apiVersion":"storage.k8s.io/v1","kind":"CSIStorageCapacity","metadata":{"name":"a"},"storageClassName":"s","capacity":"-1"}

POST /apis/storage.k8s.io/v1/namespaces/story15/csistoragecapacities?dryRun=All
{"apiVersion":"storage.k8s.io/v1","kind":"CSIStorageCapacity","metadata":{"name":"a"},"storageClassName":"s","capacity":"1Gi","nodeTopology":{"matchLabels":{"a b":"c"}}}

POST /apis/storage.k8s.io/v1/volumeattributesclasses?dryRun=All
{"apiVersion":"storage.k8s.io/v1","kind":"VolumeAttributesClass","metadata":{"name":"a"},"driverName":"a.b","parameters":{"a":"b"}}

POST /apis/storage.k8s.io/v1/volumeattributesclasses?dryRun=All
{"apiVersion":"storage.k8s.io/v1","kind":"VolumeAttributesClass","metadata":{"name":"a"},"driverName":"","parameters":{"a":"b"}}

POST /apis/storage.k8s.io/v1/volumeattributesclasses?dryRun=All
{"apiVersion":"storage.k8s.io/v1","kind":"VolumeAttributesClass","metadata":{"name":"a"},"driverName":"A_","parameters":{"a":"b"}}

POST /apis/storage.k8s.io/v1/volumeattributesclasses?dryRun=All
{"apiVersion":"storage.k8s.io/v1","kind":"VolumeAttributesClass","metadata":{"name":"a"},"driverName":"a.b","parameters":{}}

POST /apis/storage.k8s.io/v1/volumeattributesclasses?dryRun=All
{"apiVersion":"storage.k8s.io/v1","kind":"VolumeAttributesClass","metadata":{"name":"a"},"driverName":"a.b","parameters":null}

POST /apis/storage.k8s.io/v1/volumeattributesclasses?dryRun=All
{"apiVersion":"storage.k8s.io/v1","kind":"VolumeAttributesClass","metadata":{"name":"a"},"driverName":"a.b","parameters":{"":"x"}}

POST /apis/networking.k8s.io/v1/ipaddresses?dryRun=All
{"apiVersion":"networking.k8s.io/v1","kind":"IPAddress","metadata":{"name":"x"},"spec":{"parentRef":{"resource":"services","name":"s","namespace":"n"}}}

POST /apis/networking.k8s.io/v1/ipaddresses?dryRun=All
{"apiVersion":"networking.k8s.io/v1","kind":"IPAddress","metadata":{"name":"01.2.3.4"},"spec":{"parentRef":{"resource":"services","name":"s","namespace":"n"}}}

POST /apis/networking.k8s.io/v1/ipaddresses?dryRun=All
{"apiVersion":"networking.k8s.io/v1","kind":"IPAddress","metadata":{"name":"2001:DB8::1"},"spec":{"parentRef":{"resource":"services","name":"s","namespace":"n"}}}

POST /apis/networking.k8s.io/v1/ipaddresses?dryRun=All
{"apiVersion":"networking.k8s.io/v1","kind":"IPAddress","metadata":{"name":"1.2.3.4"},"spec":{"parentRef":null}}

POST /apis/networking.k8s.io/v1/ipaddresses?dryRun=All
{"apiVersion":"networking.k8s.io/v1","kind":"IPAddress","metadata":{"name":"1.2.3.4"},"spec":{"parentRef":{}}}

POST /apis/networking.k8s.io/v1/ipaddresses?dryRun=All
{"apiVersion":"networking.k8s.io/v1","kind":"IPAddress","metadata":{"name":"1.2.3.4"},"spec":{"parentRef":{"resource":"a/b","name":"A/B","namespace":"A_","group":"A_"}}}

POST /apis/networking.k8s.io/v1/servicecidrs?dryRun=All
{"apiVersion":"networking.k8s.io/v1","kind":"ServiceCIDR","metadata":{"name":"a"},"spec":{"cidrs":[]}}

POST /apis/networking.k8s.io/v1/servicecidrs?dryRun=All
{"apiVersion":"networking.k8s.io/v1","kind":"ServiceCIDR","metadata":{"name":"a"},"spec":{"cidrs":["x"]}}

POST /apis/networking.k8s.io/v1/servicecidrs?dryRun=All
{"apiVersion":"networking.k8s.io/v1","kind":"ServiceCIDR","metadata":{"name":"a"},"spec":{"cidrs":["10.10.0.1/16"]}}

POST /apis/networking.k8s.io/v1/servicecidrs?dryRun=All
{"apiVersion":"networking.k8s.io/v1","kind":"ServiceCIDR","metadata":{"name":"a"},"spec":{"cidrs":["010.10.0.0/16"]}}

POST /apis/networking.k8s.io/v1/servicecidrs?dryRun=All
{"apiVersion":"networking.k8s.io/v1","kind":"ServiceCIDR","metadata":{"name":"a"},"spec":{"cidrs":["10.10.0.0/16","10.11.0.0/16"]}}

POST /apis/networking.k8s.io/v1/servicecidrs?dryRun=All
{"apiVersion":"networking.k8s.io/v1","kind":"ServiceCIDR","metadata":{"name":"a"},"spec":{"cidrs":["10.10.0.0/16","2001:db8::/64","10.11.0.0/16"]}}

POST /apis/networking.k8s.io/v1/servicecidrs?dryRun=All
{"apiVersion":"networking.k8s.io/v1","kind":"ServiceCIDR","metadata":{"name":"a"},"spec":{"cidrs":["2001:DB8::/64"]}}

POST /apis/scheduling.k8s.io/v1/priorityclasses?dryRun=All
{"apiVersion":"scheduling.k8s.io/v1","kind":"PriorityClass","metadata":{"name":"system-node-critical"},"value":5}

POST /apis/scheduling.k8s.io/v1/priorityclasses?dryRun=All
{"apiVersion":"scheduling.k8s.io/v1","kind":"PriorityClass","metadata":{"name":"a"},"value":5,"preemptionPolicy":""}

POST /api/v1/namespaces/story15/events?dryRun=All
{"apiVersion":"v1","kind":"Event","metadata":{"name":"a"},"involvedObject":{"kind":"Pod","name":"p","namespace":"default"},"reason":"","message":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx","type":"X","eventTime":"2025-01-01T00:00:00.000000Z","reportingComponent":"a b","reportingInstance":"iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii","action":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}

POST /apis/events.k8s.io/v1/namespaces/story15/events?dryRun=All
{"apiVersion":"events.k8s.io/v1","kind":"Event","metadata":{"name":"a"},"regarding":{"kind":"Pod","name":"p","namespace":"default"},"eventTime":"2025-01-01T00:00:00.000000Z","reason":"r","note":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx","type":"Normal","reportingController":"a.b/c","reportingInstance":"i","action":"x"}

POST /apis/certificates.k8s.io/v1/certificatesigningrequests?dryRun=All
{"apiVersion":"certificates.k8s.io/v1","kind":"CertificateSigningRequest","metadata":{"name":".."},"spec":{"request":"eA==","signerName":"a.b/c","usages":["client auth"]}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/flowschemas?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"FlowSchema","metadata":{"name":"a"},"spec":{"priorityLevelConfiguration":{"name":"global-default"},"rules":[{"subjects":[{"kind":"User","user":{"name":"u"}}],"resourceRules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"],"namespaces":["default"]}]}]}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/flowschemas?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"FlowSchema","metadata":{"name":"a"},"spec":{"priorityLevelConfiguration":{"name":"global-default"},"rules":[{"subjects":[{"kind":"User","user":{"name":"u"}}],"resourceRules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"],"namespaces":["default"]}]}],"matchingPrecedence":-1}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/flowschemas?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"FlowSchema","metadata":{"name":"a"},"spec":{"priorityLevelConfiguration":{"name":"global-default"},"rules":[{"subjects":[{"kind":"User","user":{"name":"u"}}],"resourceRules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"],"namespaces":["default"]}]}],"matchingPrecedence":10001}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/flowschemas?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"FlowSchema","metadata":{"name":"a"},"spec":{"priorityLevelConfiguration":{"name":"global-default"},"rules":[{"subjects":[{"kind":"User","user":{"name":"u"}}],"resourceRules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"],"namespaces":["default"]}]}],"matchingPrecedence":1}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/flowschemas?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"FlowSchema","metadata":{"name":"a"},"spec":{"priorityLevelConfiguration":{},"rules":[{"subjects":[{"kind":"User","user":{"name":"u"}}],"resourceRules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"],"namespaces":["default"]}]}]}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/flowschemas?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"FlowSchema","metadata":{"name":"a"},"spec":{"priorityLevelConfiguration":{"name":"A_"},"rules":[{"subjects":[{"kind":"User","user":{"name":"u"}}],"resourceRules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"],"namespaces":["default"]}]}]}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/flowschemas?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"FlowSchema","metadata":{"name":"a"},"spec":{"priorityLevelConfiguration":{"name":"global-default"},"rules":[{"subjects":[{"kind":"User","user":{"name":"u"}}],"resourceRules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"],"namespaces":["default"]}]}],"distinguisherMethod":{"type":"X"}}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/flowschemas?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"FlowSchema","metadata":{"name":"a"},"spec":{"priorityLevelConfiguration":{"name":"global-default"},"rules":[{"subjects":[{"kind":"User","user":{"name":"u"}}],"resourceRules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"],"namespaces":["default"]}]}],"distinguisherMethod":{"type":"ByUser"}}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/flowschemas?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"FlowSchema","metadata":{"name":"a"},"spec":{"priorityLevelConfiguration":{"name":"global-default"},"rules":[]}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/flowschemas?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"FlowSchema","metadata":{"name":"a"},"spec":{"priorityLevelConfiguration":{"name":"global-default"},"rules":[{}]}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/flowschemas?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"FlowSchema","metadata":{"name":"a"},"spec":{"priorityLevelConfiguration":{"name":"global-default"},"rules":[{"subjects":[],"resourceRules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"],"namespaces":["default"]}]}]}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/flowschemas?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"FlowSchema","metadata":{"name":"a"},"spec":{"priorityLevelConfiguration":{"name":"global-default"},"rules":[{"subjects":[{"kind":"X"}],"resourceRules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"],"namespaces":["default"]}]}]}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/flowschemas?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"FlowSchema","metadata":{"name":"a"},"spec":{"priorityLevelConfiguration":{"name":"global-default"},"rules":[{"subjects":[{"kind":"User"}],"resourceRules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"],"namespaces":["default"]}]}]}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/flowschemas?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"FlowSchema","metadata":{"name":"a"},"spec":{"priorityLevelConfiguration":{"name":"global-default"},"rules":[{"subjects":[{"kind":"User","user":{"name":""}}],"resourceRules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"],"namespaces":["default"]}]}]}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/flowschemas?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"FlowSchema","metadata":{"name":"a"},"spec":{"priorityLevelConfiguration":{"name":"global-default"},"rules":[{"subjects":[{"kind":"Group","group":{"name":""},"user":{"name":"x"}}],"resourceRules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"],"namespaces":["default"]}]}]}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/flowschemas?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"FlowSchema","metadata":{"name":"a"},"spec":{"priorityLevelConfiguration":{"name":"global-default"},"rules":[{"subjects":[{"kind":"ServiceAccount","serviceAccount":{"name":"","namespace":""}}],"resourceRules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"],"namespaces":["default"]}]}]}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/flowschemas?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"FlowSchema","metadata":{"name":"a"},"spec":{"priorityLevelConfiguration":{"name":"global-default"},"rules":[{"subjects":[{"kind":"ServiceAccount","serviceAccount":{"name":"A_","namespace":"A_"}}],"resourceRules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"],"namespaces":["default"]}]}]}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/flowschemas?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"FlowSchema","metadata":{"name":"a"},"spec":{"priorityLevelConfiguration":{"name":"global-default"},"rules":[{"subjects":[{"kind":"User","user":{"name":"u"}}],"resourceRules":[{"verbs":[],"apiGroups":[""],"resources":["pods"],"namespaces":["default"]}]}]}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/flowschemas?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"FlowSchema","metadata":{"name":"a"},"spec":{"priorityLevelConfiguration":{"name":"global-default"},"rules":[{"subjects":[{"kind":"User","user":{"name":"u"}}],"resourceRules":[{"verbs":["X"],"apiGroups":[""],"resources":["pods"],"namespaces":["default"]}]}]}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/flowschemas?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"FlowSchema","metadata":{"name":"a"},"spec":{"priorityLevelConfiguration":{"name":"global-default"},"rules":[{"subjects":[{"kind":"User","user":{"name":"u"}}],"resourceRules":[{"verbs":["*","get"],"apiGroups":[""],"resources":["pods"],"namespaces":["default"]}]}]}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/flowschemas?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"FlowSchema","metadata":{"name":"a"},"spec":{"priorityLevelConfiguration":{"name":"global-default"},"rules":[{"subjects":[{"kind":"User","user":{"name":"u"}}],"resourceRules":[{"verbs":["get"],"apiGroups":[],"resources":["pods"],"namespaces":["default"]}]}]}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/flowschemas?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"FlowSchema","metadata":{"name":"a"},"spec":{"priorityLevelConfiguration":{"name":"global-default"},"rules":[{"subjects":[{"kind":"User","user":{"name":"u"}}],"resourceRules":[{"verbs":["get"],"apiGroups":["*","a"],"resources":["pods"],"namespaces":["default"]}]}]}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/flowschemas?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"FlowSchema","metadata":{"name":"a"},"spec":{"priorityLevelConfiguration":{"name":"global-default"},"rules":[{"subjects":[{"kind":"User","user":{"name":"u"}}],"resourceRules":[{"verbs":["get"],"apiGroups":[""],"resources":[],"namespaces":["default"]}]}]}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/flowschemas?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"FlowSchema","metadata":{"name":"a"},"spec":{"priorityLevelConfiguration":{"name":"global-default"},"rules":[{"subjects":[{"kind":"User","user":{"name":"u"}}],"resourceRules":[{"verbs":["get"],"apiGroups":[""],"resources":["*","a"],"namespaces":["default"]}]}]}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/flowschemas?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"FlowSchema","metadata":{"name":"a"},"spec":{"priorityLevelConfiguration":{"name":"global-default"},"rules":[{"subjects":[{"kind":"User","user":{"name":"u"}}],"resourceRules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"],"namespaces":[]}]}]}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/flowschemas?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"FlowSchema","metadata":{"name":"a"},"spec":{"priorityLevelConfiguration":{"name":"global-default"},"rules":[{"subjects":[{"kind":"User","user":{"name":"u"}}],"resourceRules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"],"namespaces":["A_"]}]}]}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/flowschemas?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"FlowSchema","metadata":{"name":"a"},"spec":{"priorityLevelConfiguration":{"name":"global-default"},"rules":[{"subjects":[{"kind":"User","user":{"name":"u"}}],"resourceRules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"],"namespaces":["*","a"]}]}]}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/flowschemas?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"FlowSchema","metadata":{"name":"a"},"spec":{"priorityLevelConfiguration":{"name":"global-default"},"rules":[{"subjects":[{"kind":"User","user":{"name":"u"}}],"resourceRules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"],"namespaces":["default"],"clusterScope":true}]}]}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/flowschemas?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"FlowSchema","metadata":{"name":"a"},"spec":{"priorityLevelConfiguration":{"name":"global-default"},"rules":[{"subjects":[{"kind":"User","user":{"name":"u"}}],"resourceRules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"],"namespaces":["default"]}],"nonResourceRules":[{}]}]}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/flowschemas?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"FlowSchema","metadata":{"name":"a"},"spec":{"priorityLevelConfiguration":{"name":"global-default"},"rules":[{"subjects":[{"kind":"User","user":{"name":"u"}}],"resourceRules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"],"namespaces":["default"]}],"nonResourceRules":[{"verbs":["get"],"nonResourceURLs":["x","/a b","/a*","*","/x/*","//"]}]}]}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/flowschemas?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"FlowSchema","metadata":{"name":"a"},"spec":{"priorityLevelConfiguration":{"name":"global-default"},"rules":[{"subjects":[{"kind":"User","user":{"name":"u"}}],"resourceRules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"],"namespaces":["default"]}],"nonResourceRules":[{"verbs":["list"],"nonResourceURLs":["/x"]}]}]}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"PriorityLevelConfiguration","metadata":{"name":"a"},"spec":{"type":"Limited","limited":{"limitResponse":{"type":"Reject"}}}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"PriorityLevelConfiguration","metadata":{"name":"a"},"spec":{"type":"X","limited":{"limitResponse":{"type":"Reject"}}}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"PriorityLevelConfiguration","metadata":{"name":"a"},"spec":{"type":"","limited":{"limitResponse":{"type":"Reject"}}}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"PriorityLevelConfiguration","metadata":{"name":"a"},"spec":{"type":"Exempt","limited":{"limitResponse":{"type":"Reject"}}}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"PriorityLevelConfiguration","metadata":{"name":"a"},"spec":{"type":"Exempt"}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"PriorityLevelConfiguration","metadata":{"name":"a"},"spec":{"type":"Limited"}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"PriorityLevelConfiguration","metadata":{"name":"a"},"spec":{"type":"Limited","limited":{}}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"PriorityLevelConfiguration","metadata":{"name":"a"},"spec":{"type":"Limited","limited":{"limitResponse":{"type":"Reject"},"nominalConcurrencyShares":-1}}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"PriorityLevelConfiguration","metadata":{"name":"a"},"spec":{"type":"Limited","limited":{"limitResponse":{"type":"Reject"},"nominalConcurrencyShares":0}}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"PriorityLevelConfiguration","metadata":{"name":"a"},"spec":{"type":"Limited","limited":{"limitResponse":{"type":"Reject"},"lendablePercent":101}}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"PriorityLevelConfiguration","metadata":{"name":"a"},"spec":{"type":"Limited","limited":{"limitResponse":{"type":"Reject"},"lendablePercent":-1}}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"PriorityLevelConfiguration","metadata":{"name":"a"},"spec":{"type":"Limited","limited":{"limitResponse":{"type":"Reject"},"borrowingLimitPercent":-1}}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"PriorityLevelConfiguration","metadata":{"name":"a"},"spec":{"type":"Limited","limited":{"limitResponse":{"type":"Queue"}}}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"PriorityLevelConfiguration","metadata":{"name":"a"},"spec":{"type":"Limited","limited":{"limitResponse":{"type":"Queue","queuing":{}}}}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"PriorityLevelConfiguration","metadata":{"name":"a"},"spec":{"type":"Limited","limited":{"limitResponse":{"type":"Queue","queuing":{"queues":0,"handSize":-1,"queueLengthLimit":0}}}}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"PriorityLevelConfiguration","metadata":{"name":"a"},"spec":{"type":"Limited","limited":{"limitResponse":{"type":"Queue","queuing":{"queues":4,"handSize":8}}}}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"PriorityLevelConfiguration","metadata":{"name":"a"},"spec":{"type":"Limited","limited":{"limitResponse":{"type":"Queue","queuing":{"queues":20000000,"handSize":8}}}}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"PriorityLevelConfiguration","metadata":{"name":"a"},"spec":{"type":"Limited","limited":{"limitResponse":{"type":"Reject","queuing":{"queues":1}}}}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"PriorityLevelConfiguration","metadata":{"name":"a"},"spec":{"type":"Limited","limited":{"limitResponse":{"type":"X"}}}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"PriorityLevelConfiguration","metadata":{"name":"a"},"spec":{"type":"Limited","limited":{"limitResponse":{"type":"Reject"}},"exempt":{}}}

POST /apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations?dryRun=All
{"apiVersion":"flowcontrol.apiserver.k8s.io/v1","kind":"PriorityLevelConfiguration","metadata":{"name":"a"},"spec":{"type":"Limited","limited":{"limitResponse":{"type":"Reject"}},"exempt":{"nominalConcurrencyShares":-1}}}

POST /apis/resource.k8s.io/v1/deviceclasses?dryRun=All
{"apiVersion":"resource.k8s.io/v1","kind":"DeviceClass","metadata":{"name":"a"},"spec":{"selectors":[{}]}}

POST /apis/resource.k8s.io/v1/deviceclasses?dryRun=All
{"apiVersion":"resource.k8s.io/v1","kind":"DeviceClass","metadata":{"name":"a"},"spec":{"config":[{}]}}

POST /apis/resource.k8s.io/v1/deviceclasses?dryRun=All
{"apiVersion":"resource.k8s.io/v1","kind":"DeviceClass","metadata":{"name":"a"},"spec":{"config":[{"opaque":{"driver":"","parameters":null}}]}}

POST /apis/resource.k8s.io/v1/deviceclasses?dryRun=All
{"apiVersion":"resource.k8s.io/v1","kind":"DeviceClass","metadata":{"name":"a"},"spec":{"extendedResourceName":"a.b/c"}}

POST /apis/resource.k8s.io/v1/namespaces/story15/resourceclaims?dryRun=All
{"apiVersion":"resource.k8s.io/v1","kind":"ResourceClaim","metadata":{"name":"a"},"spec":{"devices":{"requests":[{"name":"r","exactly":{"deviceClassName":"c"}}]}}}

POST /apis/resource.k8s.io/v1/namespaces/story15/resourceclaims?dryRun=All
{"apiVersion":"resource.k8s.io/v1","kind":"ResourceClaim","metadata":{"name":"a"},"spec":{"devices":{}}}

POST /apis/resource.k8s.io/v1/namespaces/story15/resourceclaims?dryRun=All
{"apiVersion":"resource.k8s.io/v1","kind":"ResourceClaim","metadata":{"name":"a"},"spec":{"devices":{"requests":[]}}}

POST /apis/resource.k8s.io/v1/namespaces/story15/resourceclaims?dryRun=All
{"apiVersion":"resource.k8s.io/v1","kind":"ResourceClaim","metadata":{"name":"a"},"spec":{"devices":{"requests":[{"name":"","exactly":{"deviceClassName":"c"}}]}}}

POST /apis/resource.k8s.io/v1/namespaces/story15/resourceclaims?dryRun=All
{"apiVersion":"resource.k8s.io/v1","kind":"ResourceClaim","metadata":{"name":"a"},"spec":{"devices":{"requests":[{"name":"A_","exactly":{"deviceClassName":"c"}}]}}}

POST /apis/resource.k8s.io/v1/namespaces/story15/resourceclaims?dryRun=All
{"apiVersion":"resource.k8s.io/v1","kind":"ResourceClaim","metadata":{"name":"a"},"spec":{"devices":{"requests":[{"name":"r"}]}}}

POST /apis/resource.k8s.io/v1/namespaces/story15/resourceclaims?dryRun=All
{"apiVersion":"resource.k8s.io/v1","kind":"ResourceClaim","metadata":{"name":"a"},"spec":{"devices":{"requests":[{"name":"r","exactly":{"deviceClassName":""}}]}}}

POST /apis/resource.k8s.io/v1/namespaces/story15/resourceclaims?dryRun=All
{"apiVersion":"resource.k8s.io/v1","kind":"ResourceClaim","metadata":{"name":"a"},"spec":{"devices":{"requests":[{"name":"r","exactly":{"deviceClassName":"A_"}}]}}}

POST /apis/resource.k8s.io/v1/namespaces/story15/resourceclaims?dryRun=All
{"apiVersion":"resource.k8s.io/v1","kind":"ResourceClaim","metadata":{"name":"a"},"spec":{"devices":{"requests":[{"name":"r","exactly":{"deviceClassName":"c","allocationMode":"X"}}]}}}

POST /apis/resource.k8s.io/v1/namespaces/story15/resourceclaims?dryRun=All
{"apiVersion":"resource.k8s.io/v1","kind":"ResourceClaim","metadata":{"name":"a"},"spec":{"devices":{"requests":[{"name":"r","exactly":{"deviceClassName":"c","allocationMode":"All","count":3}}]}}}

POST /apis/resource.k8s.io/v1/namespaces/story15/resourceclaims?dryRun=All
{"apiVersion":"resource.k8s.io/v1","kind":"ResourceClaim","metadata":{"name":"a"},"spec":{"devices":{"requests":[{"name":"r","exactly":{"deviceClassName":"c","count":0}}]}}}

POST /apis/resource.k8s.io/v1/namespaces/story15/resourceclaims?dryRun=All
{"apiVersion":"resource.k8s.io/v1","kind":"ResourceClaim","metadata":{"name":"a"},"spec":{"devices":{"requests":[{"name":"r","exactly":{"deviceClassName":"c","count":-1}}]}}}

POST /apis/resource.k8s.io/v1/namespaces/story15/resourceclaims?dryRun=All
{"apiVersion":"resource.k8s.io/v1","kind":"ResourceClaim","metadata":{"name":"a"},"spec":{"devices":{"requests":[{"name":"r","exactly":{"deviceClassName":"c","count":3}}]}}}

POST /apis/resource.k8s.io/v1/namespaces/story15/resourceclaims?dryRun=All
{"apiVersion":"resource.k8s.io/v1","kind":"ResourceClaim","metadata":{"name":"a"},"spec":{"devices":{"requests":[{"name":"r","exactly":{"deviceClassName":"c","tolerations":[{}]}}]}}}

POST /apis/resource.k8s.io/v1/namespaces/story15/resourceclaims?dryRun=All
{"apiVersion":"resource.k8s.io/v1","kind":"ResourceClaim","metadata":{"name":"a"},"spec":{"devices":{"requests":[{"name":"r","exactly":{"deviceClassName":"c"},"firstAvailable":[{"name":"s","deviceClassName":"c"}]}]}}}

POST /apis/resource.k8s.io/v1/namespaces/story15/resourceclaims?dryRun=All
{"apiVersion":"resource.k8s.io/v1","kind":"ResourceClaim","metadata":{"name":"a"},"spec":{"devices":{"requests":[{"name":"r","firstAvailable":[{"name":"s","deviceClassName":"c"}]}]}}}

POST /apis/resource.k8s.io/v1/namespaces/story15/resourceclaims?dryRun=All
{"apiVersion":"resource.k8s.io/v1","kind":"ResourceClaim","metadata":{"name":"a"},"spec":{"devices":{"requests":[{"name":"r","firstAvailable":[{"name":"s","deviceClassName":""}, {"name":"s"}]}]}}}

POST /apis/resource.k8s.io/v1/namespaces/story15/resourceclaims?dryRun=All
{"apiVersion":"resource.k8s.io/v1","kind":"ResourceClaim","metadata":{"name":"a"},"spec":{"devices":{"requests":[{"name":"r","exactly":{"deviceClassName":"c"}}, {"name":"r","exactly":{"deviceClassName":"c"}}]}}}

POST /apis/resource.k8s.io/v1/namespaces/story15/resourceclaims?dryRun=All
{"apiVersion":"resource.k8s.io/v1","kind":"ResourceClaim","metadata":{"name":"a"},"spec":{"devices":{"requests":[{"name":"r","exactly":{"deviceClassName":"c"}}],"constraints":[{}]}}}

POST /apis/resource.k8s.io/v1/namespaces/story15/resourceclaims?dryRun=All
{"apiVersion":"resource.k8s.io/v1","kind":"ResourceClaim","metadata":{"name":"a"},"spec":{"devices":{"requests":[{"name":"r","exactly":{"deviceClassName":"c"}}],"constraints":[{"requests":["x","x"],"matchAttribute":"y"}]}}}

POST /apis/resource.k8s.io/v1/namespaces/story15/resourceclaims?dryRun=All
{"apiVersion":"resource.k8s.io/v1","kind":"ResourceClaim","metadata":{"name":"a"},"spec":{"devices":{"requests":[{"name":"r","exactly":{"deviceClassName":"c"}}],"constraints":[{"requests":["r"],"matchAttribute":"a.b/c"}]}}}

POST /apis/resource.k8s.io/v1/namespaces/story15/resourceclaims?dryRun=All
{"apiVersion":"resource.k8s.io/v1","kind":"ResourceClaim","metadata":{"name":"a"},"spec":{"devices":{"requests":[{"name":"r","exactly":{"deviceClassName":"c"}}],"config":[{"requests":["x"]}]}}}

POST /apis/resource.k8s.io/v1/namespaces/story15/resourceclaims?dryRun=All
{"apiVersion":"resource.k8s.io/v1","kind":"ResourceClaim","metadata":{"name":"a"},"spec":{"devices":{"requests":[{"name":"r","exactly":{"deviceClassName":"c"}}],"config":[{"requests":["r"],"opaque":{"driver":"A_","parameters":{"a":1}}}]}}}

POST /apis/resource.k8s.io/v1/namespaces/story15/resourceclaimtemplates?dryRun=All
{"apiVersion":"resource.k8s.io/v1","kind":"ResourceClaimTemplate","metadata":{"name":"a"},"spec":{"metadata":{"labels":{"a":"b"}},"spec":{"devices":{"requests":[{"name":"r","exactly":{"deviceClassName":"c"}}]}}}}

POST /apis/resource.k8s.io/v1/namespaces/story15/resourceclaimtemplates?dryRun=All
{"apiVersion":"resource.k8s.io/v1","kind":"ResourceClaimTemplate","metadata":{"name":"a"},"spec":{"metadata":{"labels":{"a":"b"},"name":"A_"},"spec":{"devices":{"requests":[{"name":"r","exactly":{"deviceClassName":"c"}}]}}}}

POST /apis/resource.k8s.io/v1/namespaces/story15/resourceclaimtemplates?dryRun=All
{"apiVersion":"resource.k8s.io/v1","kind":"ResourceClaimTemplate","metadata":{"name":"a"},"spec":{"metadata":{"labels":{"a b":"c"}},"spec":{"devices":{"requests":[{"name":"r","exactly":{"deviceClassName":"c"}}]}}}}

POST /apis/resource.k8s.io/v1/namespaces/story15/resourceclaimtemplates?dryRun=All
{"apiVersion":"resource.k8s.io/v1","kind":"ResourceClaimTemplate","metadata":{"name":"a"},"spec":{"metadata":{"labels":{"a":"b"}},"spec":{"devices":{"requests":[{"name":"","exactly":{"deviceClassName":"c"}}]}}}}

POST /apis/resource.k8s.io/v1/namespaces/story15/resourceclaimtemplates?dryRun=All
{"apiVersion":"resource.k8s.io/v1","kind":"ResourceClaimTemplate","metadata":{"name":"a"},"spec":{"metadata":{"labels":{"a":"b"},"name":"x"},"spec":{"devices":{"requests":[{"name":"r","exactly":{"deviceClassName":"c"}}]}}}}

