# What pods, their templates, claims and volumes may state: refused, completed, dropped and warned of.

POST /api/v1/namespaces
{"metadata":{"name":"story11"}}

THERE /api/v1/namespaces/story11/configmaps/kube-root-ca.crt

QUIET GET /api/v1/namespaces/story11/serviceaccounts/default

# Namespaces of users, and what does not go with them
POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x"},"spec":{"containers":[{"name":"a","image":"i"}],"hostUsers":false,"hostNetwork":true,"hostPID":true}}

# Preemption
POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x"},"spec":{"containers":[{"name":"a","image":"i"}],"preemptionPolicy":"Sometimes"}}

# Spreading
POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x"},"spec":{"containers":[{"name":"a","image":"i"}],"topologySpreadConstraints":[{"maxSkew":0,"topologyKey":"","whenUnsatisfiable":"X","minDomains":0,"nodeTaintsPolicy":"Y","matchLabelKeys":["a","a"]},{"maxSkew":1,"topologyKey":"z","whenUnsatisfiable":"ScheduleAnyway","minDomains":2,"labelSelector":null}]}}

# Names
POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x"},"spec":{"containers":[{"name":"a","image":"i"}],"dnsPolicy":"None","dnsConfig":{"nameservers":["a","1.1.1.1","::1","2.2.2.2"],"searches":["A_b","."],"options":[{"name":""}]},"hostAliases":[{"ip":"x","hostnames":["A"]}],"hostname":"a.b","subdomain":"c.d"}}

# What a pod asks for as a whole
POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x"},"spec":{"containers":[{"name":"a","image":"i","resources":{"requests":{"cpu":"3"},"claims":[]}}],"resources":{"requests":{"cpu":"2","storage":"1"},"limits":{"cpu":"1"},"claims":[{"name":"a"}]}}}

# An empty whole
POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x"},"spec":{"containers":[{"name":"a","image":"i","resources":{"requests":{"cpu":"1"}}}],"resources":{}}}

# Classes that are not there
POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x"},"spec":{"containers":[{"name":"a","image":"i"}],"runtimeClassName":"nope"}}

# Overhead without a class
POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x"},"spec":{"containers":[{"name":"a","image":"i"}],"overhead":{"cpu":"1"}}}

# An empty overhead
POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x"},"spec":{"containers":[{"name":"a","image":"i"}],"overhead":{}}}

# Containers that only running pods get
POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x"},"spec":{"containers":[{"name":"a","image":"i"}],"ephemeralContainers":[{"name":"e","image":"i"}]}}

# Volumes of images, and probes that they do not need
POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x"},"spec":{"containers":[{"name":"a","image":"i"}],"volumes":[{"name":"v","image":{"reference":"","pullPolicy":"X"}}]}}

# Names of variables
POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x"},"spec":{"containers":[{"name":"a","image":"i","env":[{"name":""},{"name":"a=b"},{"name":"1a","value":"x"},{"name":"c","valueFrom":{"fieldRef":{"apiVersion":"v2","fieldPath":"metadata.name"},"secretKeyRef":{"name":"","key":"a/b"}}},{"name":"d","valueFrom":{"resourceFieldRef":{"resource":"limits.x","divisor":"3"}}},{"name":"e","valueFrom":{"fieldRef":{"fieldPath":"metadata.labels['A B']"}}}],"envFrom":[{},{"prefix":"=","configMapRef":{"name":"A"},"secretRef":{"name":""}}]}]}}

# Ports
POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x"},"spec":{"containers":[{"name":"a","image":"i","ports":[{"containerPort":0,"hostPort":70000,"protocol":"X","name":"toolongnameforaport"},{"containerPort":80},{"containerPort":80}]}]}}

# Old volumes
POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x"},"spec":{"containers":[{"name":"a","image":"i"}],"volumes":[{"name":"a","iscsi":{"targetPortal":"","iqn":"x","lun":256,"chapAuthSession":true}},{"name":"b","azureDisk":{"diskName":"","diskURI":"u","cachingMode":"X","kind":"Y"}},{"name":"c","storageos":{"volumeName":"A_"}},{"name":"d","quobyte":{"registry":"x","volume":"","tenant":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}},{"name":"e","csi":{"driver":"","nodePublishSecretRef":{}}},{"name":"f","projected":{"defaultMode":512,"sources":[{},{"secret":{},"configMap":{}},{"serviceAccountToken":{"path":"../a","expirationSeconds":1}},{"clusterTrustBundle":{"path":"","name":"x","signerName":"y"}}]}},{"name":"g","glusterfs":{"endpoints":"","path":""}},{"name":"h","rbd":{"monitors":[],"image":""}},{"name":"i","gitRepo":{"repository":"","directory":"../x"}},{"name":"j","ephemeral":{}},{"name":"k","downwardAPI":{"items":[{"path":"/a","mode":-1},{"path":"b","fieldRef":{"fieldPath":"spec.nodeName"},"resourceFieldRef":{"resource":"x"}}]}}]}}

# Volumes that are gone are warned of
POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x"},"spec":{"containers":[{"name":"a","image":"i"}],"volumes":[{"name":"a","glusterfs":{"endpoints":"e","path":"p"}},{"name":"b","cephfs":{"monitors":["m"]}},{"name":"c","gitRepo":{"repository":"r"}},{"name":"d","emptyDir":{"sizeLimit":"100m"}}]}}

# Windows
POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x"},"spec":{"containers":[{"name":"a","image":"i","securityContext":{"privileged":true,"readOnlyRootFilesystem":true,"capabilities":{}}}],"os":{"name":"windows"},"hostPID":true,"securityContext":{"runAsUser":1,"fsGroup":1,"sysctls":[{"name":"a","value":"b"}],"seLinuxOptions":{},"seccompProfile":{"type":"Unconfined"}}}}

# Another system
POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x"},"spec":{"containers":[{"name":"a","image":"i"}],"os":{"name":"plan9"},"securityContext":{"windowsOptions":{"runAsUserName":"","hostProcess":true,"gmsaCredentialSpecName":"A B"}}}}

# Linux, with options for Windows
POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x"},"spec":{"containers":[{"name":"a","image":"i"}],"os":{"name":"linux"},"securityContext":{"windowsOptions":{"runAsUserName":"a"}}}}

# Parameters of the kernel
POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x"},"spec":{"containers":[{"name":"a","image":"i"}],"securityContext":{"sysctls":[{"name":""},{"name":"a b"},{"name":"kernel.x","value":"1"},{"name":"kernel.x","value":"2"}],"supplementalGroupsPolicy":"X","fsGroupChangePolicy":"Y","seLinuxChangePolicy":"Z"}}}

# Profiles
POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x"},"spec":{"containers":[{"name":"a","image":"i","securityContext":{"seccompProfile":{"type":"X","localhostProfile":"/a"},"appArmorProfile":{"type":"Localhost","localhostProfile":" "},"procMount":"X","capabilities":{"add":["X"],"drop":[""]},"allowPrivilegeEscalation":false,"privileged":false}}],"securityContext":{"seccompProfile":{"type":"Localhost"},"appArmorProfile":{"type":"RuntimeDefault","localhostProfile":"x"}}}}

# Fractions of bytes, and affinities that choose nothing
POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x"},"spec":{"containers":[{"name":"a","image":"i","resources":{"requests":{"memory":"100m","ephemeral-storage":"0.5"}}}],"affinity":{"podAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"z","labelSelector":null}]}},"volumes":[{"name":"v","emptyDir":{"sizeLimit":"1.5"}}]}}

# Keys of labels complete selectors
POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x","labels":{"app":"f"}},"spec":{"containers":[{"name":"a","image":"i"}],"affinity":{"podAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"topologyKey":"z","matchLabelKeys":["app"],"labelSelector":{"matchLabels":{"b":"c"}}}]}}}}

# Tolerations
POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x"},"spec":{"containers":[{"name":"a","image":"i"}],"tolerations":[{"operator":"Equal","value":"v"},{"key":"A B","operator":"Exists","value":"v","effect":"X"},{"key":"k","operator":"X","tolerationSeconds":5,"effect":"NoSchedule"}]}}

# Gates
POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x"},"spec":{"containers":[{"name":"a","image":"i"}],"schedulingGates":[{"name":""},{"name":"a"},{"name":"a"}],"nodeName":"n"}}

# A grace below nothing
POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x"},"spec":{"containers":[{"name":"a","image":"i"}],"terminationGracePeriodSeconds":-5}}

# Probes and hooks
POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x"},"spec":{"containers":[{"name":"a","image":"i","livenessProbe":{"httpGet":{"port":"UPPER","path":"","scheme":"ftp","httpHeaders":[{"name":"a b"}]},"exec":{"command":[]},"successThreshold":2,"periodSeconds":-1},"readinessProbe":{"terminationGracePeriodSeconds":1,"grpc":{"port":0}},"startupProbe":{},"lifecycle":{"preStop":{"sleep":{"seconds":-1}},"postStart":{}}}]}}

# Hooks of init containers, and their restarts
POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x"},"spec":{"containers":[{"name":"a","image":"i"}],"initContainers":[{"name":"b","image":"i","livenessProbe":{"exec":{"command":["x"]}},"lifecycle":{"preStop":{"exec":{"command":["x"]}}},"restartPolicy":"Never"},{"name":"a","image":"i","restartPolicy":"Always","startupProbe":{"exec":{"command":["x"]}}}],"restartPolicy":"Never"}}

# Resizing and devices
POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x"},"spec":{"containers":[{"name":"a","image":"i","resizePolicy":[{"resourceName":"cpu","restartPolicy":"X"},{"resourceName":"cpu","restartPolicy":"NotRequired"},{"resourceName":"x","restartPolicy":"RestartContainer"}],"volumeDevices":[{"name":"v","devicePath":"a"},{"name":"w","devicePath":"/d"},{"name":"n","devicePath":""}],"volumeMounts":[{"name":"v","mountPath":"/d","subPath":"../a","subPathExpr":"$(X","mountPropagation":"X","recursiveReadOnly":"Y"}]}],"volumes":[{"name":"v","persistentVolumeClaim":{"claimName":"q"}},{"name":"w","emptyDir":{}}]}}

# Amounts
POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x"},"spec":{"containers":[{"name":"a","image":"i","resources":{"limits":{"a b":"1","hugepages-2Mi":"1","example.com/x":"1.5","cpu":"-1"},"requests":{"example.com/x":"2","hugepages-1Gi":"1Gi","requests.cpu":"1"},"claims":[{"name":""},{"name":"n"}]}}]}}

# Claims of devices
POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x"},"spec":{"containers":[{"name":"a","image":"i"}],"resourceClaims":[{"name":""},{"name":"a","resourceClaimName":"x","resourceClaimTemplateName":"y"},{"name":"a"}]}}

# Odd names of images are pulled as others
POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x"},"spec":{"containers":[{"name":"a","image":"A B:latest"}]}}

# Fields that are switched off are dropped
POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x"},"spec":{"containers":[{"name":"a","image":"i","restartPolicyRules":[{"action":"Restart"}],"env":[{"name":"a","valueFrom":{"fileKeyRef":{"volumeName":"v","path":"p","key":"k"}}}]}],"hostnameOverride":"h"}}

# An owner that is named twice
POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x","ownerReferences":[{"apiVersion":"v1","kind":"A","name":"a","uid":"u","controller":true},{"apiVersion":"v1","kind":"A","name":"a","uid":"u","controller":true}]},"spec":{"containers":[{"name":"a","image":"i"}]}}

# Two that control
POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x","ownerReferences":[{"apiVersion":"v1","kind":"A","name":"a","uid":"u","controller":true},{"apiVersion":"v1","kind":"B","name":"b","uid":"w","controller":true}]},"spec":{"containers":[{"name":"a","image":"i"}]}}

# A version that is stated
POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x","resourceVersion":"5"},"spec":{"containers":[{"name":"a","image":"i"}]}}

# Numbers of the wrong type
POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x","generation":1.5},"spec":{"containers":[{"name":"a","image":"i"}]}}

POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x"},"spec":{"terminationGracePeriodSeconds":"5","containers":[]}}

POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x"},"spec":{"containers":{"name":"a"}}}

POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x","creationTimestamp":"today"},"spec":{"containers":[]}}

POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x"},"spec":{"priority":3000000000,"containers":[]}}

POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x"},"spec":{"containers":[{"name":"a","image":"i","resources":{"limits":{"cpu":"x"}}}]}}

POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x"},"spec":{"containers":[{"name":"a","image":1}]}}

POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x","labels":{"a":1}},"spec":{"containers":[]}}

# One that stays, to be changed
POST /api/v1/namespaces/story11/pods
{"metadata":{"name":"p","labels":{"app":"f"}},"spec":{"containers":[{"name":"a","image":"i","env":[{"name":"A","value":"1"}]}]}}

PATCH /api/v1/namespaces/story11/pods/p?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"containers":[{"name":"a","image":""}]}}

PATCH /api/v1/namespaces/story11/pods/p?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"containers":[{"name":"a","command":["x"]}]}}

PATCH /api/v1/namespaces/story11/pods/p?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"activeDeadlineSeconds":0}}

PATCH /api/v1/namespaces/story11/pods/p?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"activeDeadlineSeconds":10}}

PATCH /api/v1/namespaces/story11/pods/p?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"hostNetwork":true,"nodeName":"n"}}

PATCH /api/v1/namespaces/story11/pods/p?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"tolerations":[{"key":"k","operator":"Exists","effect":"NoSchedule"}]}}

PATCH /api/v1/namespaces/story11/pods/p?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"schedulingGates":[{"name":"g"}]}}

PATCH /api/v1/namespaces/story11/pods/p?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"metadata":{"labels":{"A B":"c d"}}}

PATCH /api/v1/namespaces/story11/pods/p?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"metadata":{"finalizers":["x"]}}

PATCH /api/v1/namespaces/story11/pods/p?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"metadata":{"uid":"u"}}

PATCH /api/v1/namespaces/story11/pods/p?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"metadata":{"deletionGracePeriodSeconds":5}}

PATCH /api/v1/namespaces/story11/pods/p?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"initContainers":[{"name":"i","image":"i"}]}}

PATCH /api/v1/namespaces/story11/pods/p?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"terminationGracePeriodSeconds":1}}

PATCH /api/v1/namespaces/story11/pods/p?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"containers":[{"name":"a","resources":{"requests":{"cpu":"1"}}}]}}

PATCH /api/v1/namespaces/story11/pods/p?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"restartPolicy":1}}

PATCH /api/v1/namespaces/story11/pods/p?dryRun=All
Content-Type: application/merge-patch+json
{"spec":{"restartPolicy":1}}

PATCH /api/v1/namespaces/story11/pods/p?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"containers":{"a":1}}}

PATCH /api/v1/namespaces/story11/pods/p?dryRun=All
Content-Type: application/merge-patch+json
{"spec":{"containers":{"a":1}}}

PATCH /api/v1/namespaces/story11/pods/p?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"priority":"x"}}

PATCH /api/v1/namespaces/story11/pods/p?dryRun=All
Content-Type: application/merge-patch+json
{"spec":{"priority":"x"}}

PATCH /api/v1/namespaces/story11/pods/p?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"hostNetwork":"x"}}

PATCH /api/v1/namespaces/story11/pods/p?dryRun=All
Content-Type: application/merge-patch+json
{"spec":{"hostNetwork":"x"}}

PATCH /api/v1/namespaces/story11/pods/p?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"activeDeadlineSeconds":1.5}}

PATCH /api/v1/namespaces/story11/pods/p?dryRun=All
Content-Type: application/merge-patch+json
{"spec":{"activeDeadlineSeconds":1.5}}

PATCH /api/v1/namespaces/story11/pods/p?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"metadata":[]}

PATCH /api/v1/namespaces/story11/pods/p?dryRun=All
Content-Type: application/merge-patch+json
{"metadata":[]}

# Namespace before name
PUT /api/v1/namespaces/story11/pods/p?dryRun=All
{"metadata":{"name":"q","namespace":"other"},"spec":{"containers":[{"name":"a","image":"i"}]}}

PUT /api/v1/namespaces/story11/pods/p?dryRun=All
{"metadata":{"name":"q"},"spec":{"containers":[{"name":"a","image":"i"}]}}

PUT /api/v1/namespaces/story11/pods/p?dryRun=All
{"metadata":{"name":"p","resourceVersion":"x"},"spec":{"containers":[{"name":"a","image":"i"}]}}

PUT /api/v1/namespaces/story11/pods/p?dryRun=All
{"metadata":{"name":"p","selfLink":"a","labels":{"-":"!"}},"spec":{"containers":[{"name":"a","image":"i"}]}}

# Deployments
POST /apis/apps/v1/namespaces/story11/deployments?dryRun=All
{"metadata":{"name":"x"},"spec":{"selector":{"matchLabels":{"app":"f"}},"template":{"metadata":{"labels":{"app":"f"}},"spec":{"containers":[{"name":"a","image":"i"}]}},"strategy":{"type":"Recreate","rollingUpdate":{"maxSurge":1}},"replicas":-1,"minReadySeconds":600,"progressDeadlineSeconds":5,"revisionHistoryLimit":-1}}

POST /apis/apps/v1/namespaces/story11/deployments?dryRun=All
{"metadata":{"name":"x"},"spec":{"selector":{"matchLabels":{"app":"f"}},"template":{"metadata":{"labels":{"app":"f"}},"spec":{"containers":[{"name":"a","image":"i"}]}},"strategy":{"rollingUpdate":{"maxSurge":"0%","maxUnavailable":0}}}}

POST /apis/apps/v1/namespaces/story11/deployments?dryRun=All
{"metadata":{"name":"x"},"spec":{"selector":{"matchLabels":{"app":"f"}},"template":{"metadata":{"labels":{"app":"f"}},"spec":{"containers":[{"name":"a","image":"i"}]}},"strategy":{"rollingUpdate":{"maxSurge":"x","maxUnavailable":"101%"}}}}

POST /apis/apps/v1/namespaces/story11/deployments?dryRun=All
{"metadata":{"name":"x"},"spec":{"selector":{},"template":{"metadata":{"labels":{"app":"g"}},"spec":{"containers":[{"name":"a","image":"i"}],"restartPolicy":"Never","activeDeadlineSeconds":5,"terminationGracePeriodSeconds":-1,"ephemeralContainers":[{"name":"e","image":"i"}]}}}}

POST /apis/apps/v1/namespaces/story11/deployments?dryRun=All
{"metadata":{"name":"x"},"spec":{"selector":{"matchExpressions":[{"key":"k","operator":"X"},{"key":"k","operator":"In"},{"key":"k","operator":"Exists","values":["a"]}]},"template":{"metadata":{"labels":{"app":"f"}},"spec":{"containers":[{"name":"a","image":"i"}]}}}}

# StatefulSets
POST /apis/apps/v1/namespaces/story11/statefulsets?dryRun=All
{"metadata":{"name":"x"},"spec":{"selector":{"matchLabels":{"app":"f"}},"template":{"metadata":{"labels":{"app":"f"}},"spec":{"containers":[{"name":"a","image":"i"}],"hostname":"a.b"}},"serviceName":"A","podManagementPolicy":"X","updateStrategy":{"type":"OnDelete","rollingUpdate":{"partition":1}},"persistentVolumeClaimRetentionPolicy":{"whenDeleted":"X"},"ordinals":{"start":-1}}}

POST /apis/apps/v1/namespaces/story11/statefulsets?dryRun=All
{"metadata":{"name":"x"},"spec":{"selector":{"matchLabels":{"app":"f"}},"template":{"metadata":{"labels":{"app":"f"}},"spec":{"containers":[{"name":"a","image":"i"}]}},"updateStrategy":{"type":"X"},"volumeClaimTemplates":[{"metadata":{"name":"d"},"spec":{"accessModes":["X"],"resources":{"requests":{"storage":"-1"}}}}],"minReadySeconds":-1}}

POST /apis/apps/v1/namespaces/story11/statefulsets?dryRun=All
{"metadata":{"name":"x"},"spec":{"selector":{"matchLabels":{"app":"f"}},"template":{"metadata":{"labels":{"app":"f"}},"spec":{"containers":[{"name":"a","image":"i"}]}},"updateStrategy":{"rollingUpdate":{"partition":-1,"maxUnavailable":0}}}}

# DaemonSets
POST /apis/apps/v1/namespaces/story11/daemonsets?dryRun=All
{"metadata":{"name":"x"},"spec":{"selector":{"matchLabels":{"app":"f"}},"template":{"metadata":{"labels":{"app":"f"}},"spec":{"containers":[{"name":"a","image":"i"}]}},"updateStrategy":{"type":"X"}}}

POST /apis/apps/v1/namespaces/story11/daemonsets?dryRun=All
{"metadata":{"name":"x"},"spec":{"selector":{"matchLabels":{"app":"f"}},"template":{"metadata":{"labels":{"app":"f"}},"spec":{"containers":[{"name":"a","image":"i"}]}},"updateStrategy":{"type":"OnDelete","rollingUpdate":{"maxSurge":1}}}}

POST /apis/apps/v1/namespaces/story11/daemonsets?dryRun=All
{"metadata":{"name":"x"},"spec":{"selector":{"matchLabels":{"app":"f"}},"template":{"metadata":{"labels":{"app":"f"}},"spec":{"containers":[{"name":"a","image":"i"}]}},"updateStrategy":{"rollingUpdate":{"maxSurge":1,"maxUnavailable":1}},"minReadySeconds":-1}}

# ReplicationControllers
POST /api/v1/namespaces/story11/replicationcontrollers?dryRun=All
{"metadata":{"name":"x"},"spec":{"selector":{"app":"g"},"template":{"metadata":{"labels":{"app":"f"}},"spec":{"containers":[{"name":"a","image":"i"}]}},"replicas":-1}}

POST /api/v1/namespaces/story11/replicationcontrollers?dryRun=All
{"metadata":{"name":"x"},"spec":{"selector":{},"template":null}}

# ControllerRevisions
POST /apis/apps/v1/namespaces/story11/controllerrevisions?dryRun=All
{"metadata":{"name":"x"},"revision":-1}

POST /apis/apps/v1/namespaces/story11/controllerrevisions?dryRun=All
{"metadata":{"name":"x"},"data":{"a":1},"revision":1}

POST /apis/apps/v1/namespaces/story11/controllerrevisions
{"metadata":{"name":"r"},"data":{"a":1},"revision":1}

PATCH /apis/apps/v1/namespaces/story11/controllerrevisions/r?dryRun=All
Content-Type: application/merge-patch+json
{"data":{"a":2}}

POST /apis/apps/v1/namespaces/story11/statefulsets
{"metadata":{"name":"still"},"spec":{"replicas":0,"selector":{"matchLabels":{"app":"f"}},"template":{"metadata":{"labels":{"app":"f"}},"spec":{"containers":[{"name":"a","image":"i"}]}},"serviceName":"s"}}

PATCH /apis/apps/v1/namespaces/story11/statefulsets/still?dryRun=All
Content-Type: application/merge-patch+json
{"spec":{"serviceName":"t","podManagementPolicy":"Parallel"}}

# Jobs
POST /apis/batch/v1/namespaces/story11/jobs?dryRun=All
{"metadata":{"name":"x"},"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"a","image":"i"}]}},"parallelism":-1,"completions":-1,"backoffLimit":-1,"activeDeadlineSeconds":-1,"ttlSecondsAfterFinished":-1}}

POST /apis/batch/v1/namespaces/story11/jobs?dryRun=All
{"metadata":{"name":"x"},"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"a","image":"i"}]}},"completionMode":"Indexed"}}

POST /apis/batch/v1/namespaces/story11/jobs?dryRun=All
{"metadata":{"name":"x"},"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"a","image":"i"}]}},"completionMode":"X","podReplacementPolicy":"Y"}}

POST /apis/batch/v1/namespaces/story11/jobs?dryRun=All
{"metadata":{"name":"x"},"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"a","image":"i"}]}},"completionMode":"Indexed","completions":5,"parallelism":200000,"maxFailedIndexes":6}}

POST /apis/batch/v1/namespaces/story11/jobs?dryRun=All
{"metadata":{"name":"x"},"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"a","image":"i"}]}},"completionMode":"Indexed","completions":5,"backoffLimitPerIndex":1,"maxFailedIndexes":6}}

POST /apis/batch/v1/namespaces/story11/jobs?dryRun=All
{"metadata":{"name":"x"},"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"a","image":"i"}]}},"maxFailedIndexes":1}}

POST /apis/batch/v1/namespaces/story11/jobs?dryRun=All
{"metadata":{"name":"x"},"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"a","image":"i"}]}},"backoffLimitPerIndex":1}}

POST /apis/batch/v1/namespaces/story11/jobs?dryRun=All
{"metadata":{"name":"x"},"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"a","image":"i"}]}},"completionMode":"Indexed","completions":5,"successPolicy":{"rules":[]}}}

POST /apis/batch/v1/namespaces/story11/jobs?dryRun=All
{"metadata":{"name":"x"},"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"a","image":"i"}]}},"completionMode":"Indexed","completions":5,"successPolicy":{"rules":[{},{"succeededIndexes":"1-a"},{"succeededIndexes":"3,1"},{"succeededIndexes":"0-9","succeededCount":0},{"succeededIndexes":"1,2","succeededCount":3}]}}}

POST /apis/batch/v1/namespaces/story11/jobs?dryRun=All
{"metadata":{"name":"x"},"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"a","image":"i"}]}},"successPolicy":{"rules":[{"succeededCount":1}]}}}

POST /apis/batch/v1/namespaces/story11/jobs?dryRun=All
{"metadata":{"name":"x"},"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"a","image":"i"}]}},"podFailurePolicy":{"rules":[{"action":"X"},{"action":"FailIndex","onExitCodes":{"operator":"In","values":[0,2,1,1],"containerName":"n"}},{"action":"Count","onPodConditions":[{"type":"A B","status":"X"}],"onExitCodes":{"operator":"Y","values":[]}}]}}}

POST /apis/batch/v1/namespaces/story11/jobs?dryRun=All
{"metadata":{"name":"x"},"spec":{"template":{"spec":{"restartPolicy":"OnFailure","containers":[{"name":"a","image":"i"}]}},"podFailurePolicy":{"rules":[{"action":"Ignore"}]},"podReplacementPolicy":"TerminatingOrFailed"}}

POST /apis/batch/v1/namespaces/story11/jobs?dryRun=All
{"metadata":{"name":"x"},"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"a","image":"i"}]}},"managedBy":"x"}}

POST /apis/batch/v1/namespaces/story11/jobs?dryRun=All
{"metadata":{"name":"x"},"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"a","image":"i"}]}},"managedBy":"example.com/x"}}

POST /apis/batch/v1/namespaces/story11/jobs?dryRun=All
{"metadata":{"name":"x"},"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"a","image":"i"}]}},"selector":{"matchLabels":{"app":"f"}}}}

POST /apis/batch/v1/namespaces/story11/jobs?dryRun=All
{"metadata":{"name":"x"},"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"a","image":"i"}]}},"manualSelector":true,"selector":{"matchLabels":{"app":"f"}}}}

POST /apis/batch/v1/namespaces/story11/jobs?dryRun=All
{"metadata":{"name":"x","labels":{"job-name":"w"}},"spec":{"template":{"metadata":{"labels":{"batch.kubernetes.io/job-name":"y","controller-uid":"z"}},"spec":{"restartPolicy":"Always","containers":[{"name":"a","image":"i"}]}}}}

POST /apis/batch/v1/namespaces/story11/jobs
{"metadata":{"name":"j"},"spec":{"suspend":true,"completionMode":"Indexed","completions":2,"parallelism":2,"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"a","image":"i"}]}}}}

PATCH /apis/batch/v1/namespaces/story11/jobs/j?dryRun=All
Content-Type: application/merge-patch+json
{"spec":{"completions":3}}

PATCH /apis/batch/v1/namespaces/story11/jobs/j?dryRun=All
Content-Type: application/merge-patch+json
{"spec":{"completionMode":"NonIndexed"}}

PATCH /apis/batch/v1/namespaces/story11/jobs/j?dryRun=All
Content-Type: application/merge-patch+json
{"spec":{"template":{"spec":{"containers":[{"name":"a","image":"j"}]}}}}

PATCH /apis/batch/v1/namespaces/story11/jobs/j?dryRun=All
Content-Type: application/merge-patch+json
{"spec":{"podFailurePolicy":{"rules":[{"action":"Ignore","onExitCodes":{"operator":"In","values":[1]}}]}}}

PATCH /apis/batch/v1/namespaces/story11/jobs/j?dryRun=All
Content-Type: application/merge-patch+json
{"spec":{"backoffLimitPerIndex":1}}

PATCH /apis/batch/v1/namespaces/story11/jobs/j?dryRun=All
Content-Type: application/merge-patch+json
{"spec":{"selector":{"matchLabels":{"a":"b"}}}}

# CronJobs
POST /apis/batch/v1/namespaces/story11/cronjobs?dryRun=All
{"metadata":{"name":"x"},"spec":{"schedule":"x","jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"a","image":"i"}]}}}}}}

POST /apis/batch/v1/namespaces/story11/cronjobs?dryRun=All
{"metadata":{"name":"x"},"spec":{"schedule":"TZ=UTC * * * * *","jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"a","image":"i"}]}}}}}}

POST /apis/batch/v1/namespaces/story11/cronjobs?dryRun=All
{"metadata":{"name":"x"},"spec":{"schedule":"* * * * *","jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"a","image":"i"}]}}}},"timeZone":""}}

POST /apis/batch/v1/namespaces/story11/cronjobs?dryRun=All
{"metadata":{"name":"x"},"spec":{"schedule":"* * * * *","jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"a","image":"i"}]}}}},"timeZone":"Nope/Nope","concurrencyPolicy":"X"}}

POST /apis/batch/v1/namespaces/story11/cronjobs?dryRun=All
{"metadata":{"name":"x"},"spec":{"schedule":"* * * * *","jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"a","image":"i"}]}}}},"timeZone":"Local","startingDeadlineSeconds":-1,"successfulJobsHistoryLimit":-1,"failedJobsHistoryLimit":-1}}

POST /apis/batch/v1/namespaces/story11/cronjobs?dryRun=All
{"metadata":{"name":"x"},"spec":{"schedule":"* * * * *","jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"a","image":"i"}]}},"manualSelector":true,"selector":{"matchLabels":{"app":"f"}}}}}}

POST /apis/batch/v1/namespaces/story11/cronjobs?dryRun=All
{"metadata":{"name":"x"},"spec":{"schedule":"","jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"a","image":"i"}]}}}}}}

POST /apis/batch/v1/namespaces/story11/cronjobs?dryRun=All
{"metadata":{"name":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},"spec":{"schedule":"* * * * *","jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"a","image":"i"}]}}}}}}

# Claims
POST /api/v1/namespaces/story11/persistentvolumeclaims?dryRun=All
{"metadata":{"name":"x"},"spec":{"accessModes":[],"resources":{"requests":{"storage":"1Gi"}}}}

POST /api/v1/namespaces/story11/persistentvolumeclaims?dryRun=All
{"metadata":{"name":"x"},"spec":{"accessModes":["X","ReadWriteOncePod","ReadWriteMany"],"resources":{"requests":{"storage":"1Gi"}}}}

POST /api/v1/namespaces/story11/persistentvolumeclaims?dryRun=All
{"metadata":{"name":"x"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"0"}}}}

POST /api/v1/namespaces/story11/persistentvolumeclaims?dryRun=All
{"metadata":{"name":"x"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{}}}

POST /api/v1/namespaces/story11/persistentvolumeclaims?dryRun=All
{"metadata":{"name":"x"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1m"}}}}

POST /api/v1/namespaces/story11/persistentvolumeclaims?dryRun=All
{"metadata":{"name":"x"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}},"storageClassName":"A B","volumeMode":"X","volumeAttributesClassName":"A"}}

POST /api/v1/namespaces/story11/persistentvolumeclaims?dryRun=All
{"metadata":{"name":"x"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}},"dataSource":{"kind":"PersistentVolumeClaim","name":"a"}}}

POST /api/v1/namespaces/story11/persistentvolumeclaims?dryRun=All
{"metadata":{"name":"x"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}},"dataSource":{"kind":"Pod","name":""}}}

POST /api/v1/namespaces/story11/persistentvolumeclaims?dryRun=All
{"metadata":{"name":"x"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}},"dataSource":{"kind":"PersistentVolumeClaim","name":"a"},"dataSourceRef":{"kind":"PersistentVolumeClaim","name":"b"}}}

POST /api/v1/namespaces/story11/persistentvolumeclaims?dryRun=All
{"metadata":{"name":"x"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}},"dataSourceRef":{"apiGroup":"x","kind":"K","name":"n","namespace":"other"}}}

POST /api/v1/namespaces/story11/persistentvolumeclaims?dryRun=All
{"metadata":{"name":"x"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}},"selector":{"matchExpressions":[{"key":"","operator":"In"}]}}}

POST /api/v1/namespaces/story11/persistentvolumeclaims?dryRun=All
{"metadata":{"name":"x"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"},"limits":{"storage":"500Mi"}}}}

POST /api/v1/namespaces/story11/persistentvolumeclaims
{"metadata":{"name":"c"},"spec":{"storageClassName":"manual","accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}

PATCH /api/v1/namespaces/story11/persistentvolumeclaims/c?dryRun=All
Content-Type: application/merge-patch+json
{"spec":{"accessModes":["ReadWriteMany"]}}

PATCH /api/v1/namespaces/story11/persistentvolumeclaims/c?dryRun=All
Content-Type: application/merge-patch+json
{"spec":{"resources":{"requests":{"storage":"500Mi"}}}}

PATCH /api/v1/namespaces/story11/persistentvolumeclaims/c?dryRun=All
Content-Type: application/merge-patch+json
{"spec":{"resources":{"requests":{"storage":"2Gi"}}}}

PATCH /api/v1/namespaces/story11/persistentvolumeclaims/c?dryRun=All
Content-Type: application/merge-patch+json
{"spec":{"volumeName":"v"}}

PATCH /api/v1/namespaces/story11/persistentvolumeclaims/c?dryRun=All
Content-Type: application/merge-patch+json
{"spec":{"storageClassName":"b"}}

PATCH /api/v1/namespaces/story11/persistentvolumeclaims/c?dryRun=All
Content-Type: application/merge-patch+json
{"spec":{"volumeAttributesClassName":"x"}}

PATCH /api/v1/namespaces/story11/persistentvolumeclaims/c?dryRun=All
Content-Type: application/merge-patch+json
{"metadata":{"labels":{"A B":"c"}}}

# Volumes
POST /api/v1/persistentvolumes?dryRun=All
{"metadata":{"name":"story11"},"spec":{"capacity":{},"accessModes":["ReadWriteOnce"],"hostPath":{"path":"/x"}}}

POST /api/v1/persistentvolumes?dryRun=All
{"metadata":{"name":"story11"},"spec":{"capacity":{"storage":"1","cpu":"1"},"accessModes":["ReadWriteOnce"],"hostPath":{"path":"/x"}}}

POST /api/v1/persistentvolumes?dryRun=All
{"metadata":{"name":"story11"},"spec":{"capacity":{"storage":"-1"},"accessModes":["ReadWriteOnce"],"hostPath":{"path":"/x"}}}

POST /api/v1/persistentvolumes?dryRun=All
{"metadata":{"name":"story11"},"spec":{"capacity":{"storage":"1Gi"},"accessModes":["X"],"hostPath":{"path":"/x"}}}

POST /api/v1/persistentvolumes?dryRun=All
{"metadata":{"name":"story11"},"spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"],"hostPath":null}}

POST /api/v1/persistentvolumes?dryRun=All
{"metadata":{"name":"story11"},"spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"],"hostPath":{"path":"/x"},"nfs":{"server":"","path":"a"}}}

POST /api/v1/persistentvolumes?dryRun=All
{"metadata":{"name":"story11"},"spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"],"hostPath":{"path":"../x","type":"X"}}}

POST /api/v1/persistentvolumes?dryRun=All
{"metadata":{"name":"story11"},"spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"],"hostPath":{"path":"/"},"persistentVolumeReclaimPolicy":"Recycle"}}

POST /api/v1/persistentvolumes?dryRun=All
{"metadata":{"name":"story11"},"spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"],"hostPath":{"path":"/x"},"persistentVolumeReclaimPolicy":"Recycle"}}

POST /api/v1/persistentvolumes?dryRun=All
{"metadata":{"name":"story11"},"spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"],"hostPath":{"path":"/x"},"persistentVolumeReclaimPolicy":"X","volumeMode":"Y","storageClassName":"A B"}}

POST /api/v1/persistentvolumes?dryRun=All
{"metadata":{"name":"story11"},"spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"],"hostPath":null,"local":{"path":"x"}}}

POST /api/v1/persistentvolumes?dryRun=All
{"metadata":{"name":"story11"},"spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"],"hostPath":null,"csi":{"driver":"","volumeHandle":"","nodeStageSecretRef":{}}}}

POST /api/v1/persistentvolumes?dryRun=All
{"metadata":{"name":"story11"},"spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"],"hostPath":{"path":"/x"},"nodeAffinity":{}}}

POST /api/v1/persistentvolumes?dryRun=All
{"metadata":{"name":"story11"},"spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"],"hostPath":{"path":"/x"},"nodeAffinity":{"required":{"nodeSelectorTerms":[{"matchFields":[{"key":"x","operator":"In","values":["a"]}]}]}}}}

POST /api/v1/persistentvolumes?dryRun=All
{"metadata":{"name":"story11"},"spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"],"hostPath":{"path":"/x"},"mountOptions":["a"]}}

POST /api/v1/persistentvolumes?dryRun=All
{"metadata":{"name":"story11"},"spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"],"hostPath":{"path":"/x"},"claimRef":{"name":"c"}}}

POST /api/v1/persistentvolumes
{"metadata":{"name":"story11"},"spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"],"hostPath":{"path":"/x"}}}

PATCH /api/v1/persistentvolumes/story11?dryRun=All
Content-Type: application/merge-patch+json
{"spec":{"hostPath":{"path":"/y"}}}

PATCH /api/v1/persistentvolumes/story11?dryRun=All
Content-Type: application/merge-patch+json
{"spec":{"volumeMode":"Block"}}

PATCH /api/v1/persistentvolumes/story11?dryRun=All
Content-Type: application/merge-patch+json
{"spec":{"nfs":{"server":"s","path":"/p"}}}

# Profiles by annotations
POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x","annotations":{"seccomp.security.alpha.kubernetes.io/pod":"x","container.apparmor.security.beta.kubernetes.io/nope":"y","container.apparmor.security.beta.kubernetes.io/a":"localhost/"}},"spec":{"containers":[{"name":"a","image":"i"}]}}

# Affinities
POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x"},"spec":{"containers":[{"name":"a","image":"i"}],"affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[]},"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":0,"preference":{"matchFields":[{"key":"x","operator":"Gt","values":["a"]}],"matchExpressions":[{"key":"A B","operator":"In"},{"key":"k","operator":"Lt","values":["x"]}]}}]},"podAntiAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":101,"podAffinityTerm":{"topologyKey":"","namespaces":["A"],"matchLabelKeys":["a"],"mismatchLabelKeys":["a"],"labelSelector":{"matchExpressions":[{"key":"k","operator":"Exists","values":["v"]}]}}}]}}}}

POST /apis/batch/v1/namespaces/story11/cronjobs?dryRun=All
{"metadata":{"name":"x"},"spec":{"schedule":"60 * * * *","jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"a","image":"i"}]}}}},"timeZone":"a..b"}}

POST /apis/batch/v1/namespaces/story11/cronjobs?dryRun=All
{"metadata":{"name":"x"},"spec":{"schedule":"* * * * *","jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"a","image":"i"}]}}}},"timeZone":"/etc"}}

POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x","annotations":{"container.apparmor.security.beta.kubernetes.io/a":"localhost/"}},"spec":{"containers":[{"name":"a","image":"i"}]}}

POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x","annotations":{"container.apparmor.security.beta.kubernetes.io/a":"localhost/p"}},"spec":{"containers":[{"name":"a","image":"i"}]}}

POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x","annotations":{"container.apparmor.security.beta.kubernetes.io/a":"runtime/default"}},"spec":{"containers":[{"name":"a","image":"i"}]}}

POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x","annotations":{"container.apparmor.security.beta.kubernetes.io/a":"unconfined"}},"spec":{"containers":[{"name":"a","image":"i"}]}}

# The other way round
POST /api/v1/namespaces/story11/pods?dryRun=All
{"metadata":{"name":"x"},"spec":{"securityContext":{"appArmorProfile":{"type":"RuntimeDefault"}},"containers":[{"name":"a","image":"i"},{"name":"b","image":"i","securityContext":{"appArmorProfile":{"type":"Localhost","localhostProfile":"p"}}}]}}
