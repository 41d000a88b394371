# Labels by which namespaces hold their pods to the Pod Security Standards.
POST /api/v1/namespaces
{"metadata":{"name":"story19","labels":{"pod-security.kubernetes.io/enforce":"Baseline","pod-security.kubernetes.io/enforce-version":"1.20","pod-security.kubernetes.io/warn":"","pod-security.kubernetes.io/warn-version":"v1.01","pod-security.kubernetes.io/audit":"none","pod-security.kubernetes.io/audit-version":"v1.99999999999999999999"}}}

POST /api/v1/namespaces
{"metadata":{"name":"story19","labels":{"pod-security.kubernetes.io/enforce":"baseline","pod-security.kubernetes.io/enforce-version":" latest"}}}

POST /api/v1/namespaces?dryRun=All
{"metadata":{"name":"story19","labels":{"pod-security.kubernetes.io/enforce":"restricted","pod-security.kubernetes.io/enforce-version":"v1.9223372036854775807","pod-security.kubernetes.io/other":"x"}}}

POST /api/v1/namespaces
{"metadata":{"name":"story19","labels":{"pod-security.kubernetes.io/enforce":"privileged","pod-security.kubernetes.io/warn-version":"v1.0"}}}

THERE /api/v1/namespaces/story19/serviceaccounts/default

POST /api/v1/namespaces/story19/pods
{"metadata":{"name":"c"},"spec":{"hostPID":true,"containers":[{"name":"a","image":"i"}]}}

POST /api/v1/namespaces/story19/pods
{"metadata":{"name":"a"},"spec":{"hostPID":true,"containers":[{"name":"a","image":"i"}]}}

POST /api/v1/namespaces/story19/pods
{"metadata":{"name":"b"},"spec":{"hostPID":true,"containers":[{"name":"a","image":"i"}]}}

POST /api/v1/namespaces/story19/pods
{"metadata":{"name":"good"},"spec":{"securityContext":{"runAsNonRoot":true,"seccompProfile":{"type":"RuntimeDefault"}},"containers":[{"name":"a","image":"i","securityContext":{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]}}}]}}

POST /api/v1/namespaces/story19/pods
{"metadata":{"name":"network"},"spec":{"hostNetwork":true,"hostIPC":true,"volumes":[{"name":"v","hostPath":{"path":"/x"}}],"containers":[{"name":"a","image":"i"}]}}

# What is there already is told when more is enforced.
# Real servers see new pods a moment later.
AGAIN network PATCH /api/v1/namespaces/story19?dryRun=All
Content-Type: application/merge-patch+json
{"metadata":{"labels":{"pod-security.kubernetes.io/enforce":"restricted"}}}

PATCH /api/v1/namespaces/story19?dryRun=All
Content-Type: application/merge-patch+json
{"metadata":{"labels":{"pod-security.kubernetes.io/enforce":"restricted"}}}

PATCH /api/v1/namespaces/story19?dryRun=All
Content-Type: application/merge-patch+json
{"metadata":{"labels":{"pod-security.kubernetes.io/enforce":"baseline","pod-security.kubernetes.io/enforce-version":"v1.10"}}}

PATCH /api/v1/namespaces/story19?dryRun=All
Content-Type: application/merge-patch+json
{"metadata":{"labels":{"pod-security.kubernetes.io/warn":"restricted","pod-security.kubernetes.io/audit":"restricted"}}}

PATCH /api/v1/namespaces/story19?dryRun=All
Content-Type: application/merge-patch+json
{"metadata":{"labels":{"pod-security.kubernetes.io/enforce-version":"v1.3"}}}

PATCH /api/v1/namespaces/story19
Content-Type: application/merge-patch+json
{"metadata":{"labels":{"pod-security.kubernetes.io/enforce":"bad"}}}

PATCH /api/v1/namespaces/story19
Content-Type: application/merge-patch+json
{"metadata":{"labels":{"pod-security.kubernetes.io/enforce":"baseline","pod-security.kubernetes.io/warn":"privileged"}}}

PATCH /api/v1/namespaces/story19?dryRun=All
Content-Type: application/merge-patch+json
{"metadata":{"labels":{"pod-security.kubernetes.io/enforce":"privileged"}}}

PATCH /api/v1/namespaces/story19?dryRun=All
Content-Type: application/merge-patch+json
{"metadata":{"labels":{"pod-security.kubernetes.io/enforce":"baseline","pod-security.kubernetes.io/enforce-version":"latest"}}}

PATCH /api/v1/namespaces/story19?dryRun=All
Content-Type: application/merge-patch+json
{"metadata":{"labels":{"pod-security.kubernetes.io/enforce-version":"v1.34"}}}

PATCH /api/v1/namespaces/story19?dryRun=All
Content-Type: application/merge-patch+json
{"metadata":{"labels":{"pod-security.kubernetes.io/enforce-version":"x"}}}

PATCH /api/v1/namespaces/story19?dryRun=All&fieldManager=m&force=true
Content-Type: application/apply-patch+yaml
{"apiVersion":"v1","kind":"Namespace","metadata":{"labels":{"pod-security.kubernetes.io/enforce":"restricted"}}}

PUT /api/v1/namespaces/story19?dryRun=All
{"metadata":{"name":"story19","labels":{"pod-security.kubernetes.io/enforce":"restricted","pod-security.kubernetes.io/enforce-version":"v1.7"}}}

# Pods that are there may change, but get no other program.
AGAIN 403 POST /api/v1/namespaces/story19/pods?dryRun=All
{"metadata":{"name":"new"},"spec":{"hostPID":true,"containers":[{"name":"a","image":"i"}]}}

POST /api/v1/namespaces/story19/pods
{"metadata":{"name":"new"},"spec":{"hostPID":true,"containers":[{"name":"a","image":"i"}]}}

POST /api/v1/namespaces/story19/pods
{"metadata":{"generateName":"gen-"},"spec":{"hostPID":true,"containers":[{"name":"a","image":"i"}]}}

POST /api/v1/namespaces/story19/pods?dryRun=All
{"metadata":{"generateName":"gen-"},"spec":{"securityContext":{"runAsNonRoot":true,"seccompProfile":{"type":"RuntimeDefault"}},"containers":[{"name":"a","image":"i","securityContext":{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]}}}]}}

PATCH /api/v1/namespaces/story19/pods/a
Content-Type: application/merge-patch+json
{"metadata":{"labels":{"x":"y"}}}

PATCH /api/v1/namespaces/story19/pods/a
Content-Type: application/strategic-merge-patch+json
{"spec":{"containers":[{"name":"a","image":"other"}]}}

PATCH /api/v1/namespaces/story19/pods/a
Content-Type: application/merge-patch+json
{"spec":{"activeDeadlineSeconds":1000}}

PATCH /api/v1/namespaces/story19/pods/a?dryRun=All
Content-Type: application/merge-patch+json
{"metadata":{"annotations":{"seccomp.security.alpha.kubernetes.io/pod":"unconfined"}}}

PATCH /api/v1/namespaces/story19/pods/a?dryRun=All
Content-Type: application/merge-patch+json
{"metadata":{"annotations":{"container.seccomp.security.alpha.kubernetes.io/a":"unconfined"}}}

PATCH /api/v1/namespaces/story19/pods/a?dryRun=All
Content-Type: application/merge-patch+json
{"metadata":{"annotations":{"container.seccomp.security.alpha.kubernetes.io/b":"unconfined"}}}

PATCH /api/v1/namespaces/story19/pods/a/status?dryRun=All
Content-Type: application/merge-patch+json
{"status":{"message":"x"}}

PATCH /api/v1/namespaces/story19/pods/a/resize?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"containers":[{"name":"a","resources":{"requests":{"cpu":"1"}}}]}}

PATCH /api/v1/namespaces/story19/pods/a/ephemeralcontainers?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"ephemeralContainers":[{"name":"e","image":"i"}]}}

PATCH /api/v1/namespaces/story19/pods/good/ephemeralcontainers?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"ephemeralContainers":[{"name":"e","image":"i"}]}}

PATCH /api/v1/namespaces/story19/pods/good/ephemeralcontainers?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"ephemeralContainers":[{"name":"e","image":"i","securityContext":{"capabilities":{"add":["SYS_PTRACE"]}}}]}}

PATCH /api/v1/namespaces/story19/pods/good?dryRun=All
Content-Type: application/strategic-merge-patch+json
{"spec":{"containers":[{"name":"a","image":"other"}]}}

DELETE /api/v1/namespaces/story19/pods/b?dryRun=All

# What is enforced is warned of as well: templates are let in.
POST /api/v1/namespaces
{"metadata":{"name":"story19-warn","labels":{"pod-security.kubernetes.io/enforce":"baseline","pod-security.kubernetes.io/enforce-version":"v1.20"}}}

POST /apis/apps/v1/namespaces/story19-warn/deployments
{"metadata":{"name":"d"},"spec":{"replicas":0,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"hostPID":true,"containers":[{"name":"a","image":"i"}]}}}}

POST /apis/batch/v1/namespaces/story19-warn/cronjobs
{"metadata":{"name":"c"},"spec":{"schedule":"@daily","suspend":true,"jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","hostPID":true,"containers":[{"name":"a","image":"i"}]}}}}}}

PATCH /apis/batch/v1/namespaces/story19-warn/cronjobs/c
Content-Type: application/merge-patch+json
{"metadata":{"labels":{"x":"y"}}}

PATCH /apis/batch/v1/namespaces/story19-warn/cronjobs/c/status?dryRun=All
Content-Type: application/merge-patch+json
{"status":{"lastScheduleTime":"2026-01-01T00:00:00Z"}}

PATCH /apis/apps/v1/namespaces/story19-warn/deployments/d/scale?dryRun=All
Content-Type: application/merge-patch+json
{"spec":{"replicas":1}}

POST /apis/apps/v1/namespaces/story19-warn/deployments?dryRun=All
{"metadata":{"name":""},"spec":{"replicas":0,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"hostPID":true,"containers":[{"name":"a","image":"i"}]}}}}

POST /api/v1/namespaces/story19-warn/replicationcontrollers?dryRun=All
{"metadata":{"name":"none"},"spec":{"replicas":0}}

POST /api/v1/namespaces
{"metadata":{"name":"story19-0","labels":{"pod-security.kubernetes.io/enforce":"baseline","pod-security.kubernetes.io/warn-version":"v1.10"}}}

POST /apis/apps/v1/namespaces/story19-0/deployments?dryRun=All
{"metadata":{"name":"d"},"spec":{"replicas":0,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"hostPID":true,"containers":[{"name":"a","image":"i"}]}}}}

POST /api/v1/namespaces
{"metadata":{"name":"story19-1","labels":{"pod-security.kubernetes.io/enforce":"restricted","pod-security.kubernetes.io/warn":"baseline","pod-security.kubernetes.io/enforce-version":"v1.20"}}}

POST /apis/apps/v1/namespaces/story19-1/deployments?dryRun=All
{"metadata":{"name":"d"},"spec":{"replicas":0,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"hostPID":true,"containers":[{"name":"a","image":"i"}]}}}}

POST /api/v1/namespaces
{"metadata":{"name":"story19-2","labels":{"pod-security.kubernetes.io/enforce":"restricted","pod-security.kubernetes.io/warn":"privileged"}}}

POST /apis/apps/v1/namespaces/story19-2/deployments?dryRun=All
{"metadata":{"name":"d"},"spec":{"replicas":0,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"hostPID":true,"containers":[{"name":"a","image":"i"}]}}}}

POST /api/v1/namespaces
{"metadata":{"name":"story19-3","labels":{"pod-security.kubernetes.io/enforce-version":"v1.20","pod-security.kubernetes.io/warn-version":"v1.10"}}}

POST /apis/apps/v1/namespaces/story19-3/deployments?dryRun=All
{"metadata":{"name":"d"},"spec":{"replicas":0,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"hostPID":true,"containers":[{"name":"a","image":"i"}]}}}}

POST /api/v1/namespaces
{"metadata":{"name":"story19-4","labels":{"pod-security.kubernetes.io/warn":"restricted"}}}

POST /apis/apps/v1/namespaces/story19-4/deployments?dryRun=All
{"metadata":{"name":"d"},"spec":{"replicas":0,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"hostPID":true,"containers":[{"name":"a","image":"i"}]}}}}

POST /api/v1/namespaces
{"metadata":{"name":"story19-5","labels":{"pod-security.kubernetes.io/audit":"restricted"}}}

POST /apis/apps/v1/namespaces/story19-5/deployments?dryRun=All
{"metadata":{"name":"d"},"spec":{"replicas":0,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"hostPID":true,"containers":[{"name":"a","image":"i"}]}}}}

POST /api/v1/namespaces
{"metadata":{"name":"story19-6","labels":{"pod-security.kubernetes.io/enforce":"privileged","pod-security.kubernetes.io/warn":"baseline","pod-security.kubernetes.io/warn-version":"v1.0"}}}

POST /apis/apps/v1/namespaces/story19-6/deployments?dryRun=All
{"metadata":{"name":"d"},"spec":{"replicas":0,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"hostPID":true,"containers":[{"name":"a","image":"i"}]}}}}

# Wrong labels come in beside admission; they enforce the strictest there is, and whoever keeps them may change the rest.
POST /api/v1/namespaces
{"metadata":{"name":"story19-wrong0"}}

THERE /api/v1/namespaces/story19-wrong0/serviceaccounts/default

PATCH /api/v1/namespaces/story19-wrong0/status
Content-Type: application/merge-patch+json
{"metadata":{"labels":{"pod-security.kubernetes.io/enforce":"wrong"}}}

AGAIN 403 POST /api/v1/namespaces/story19-wrong0/pods?dryRun=All
{"metadata":{"name":"p"},"spec":{"hostPID":true,"containers":[{"name":"a","image":"i"}]}}

POST /api/v1/namespaces/story19-wrong0/pods?dryRun=All
{"metadata":{"name":"p"},"spec":{"hostPID":true,"containers":[{"name":"a","image":"i"}]}}

POST /apis/apps/v1/namespaces/story19-wrong0/deployments?dryRun=All
{"metadata":{"name":"d"},"spec":{"replicas":0,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"hostPID":true,"containers":[{"name":"a","image":"i"}]}}}}

PATCH /api/v1/namespaces/story19-wrong0?dryRun=All
Content-Type: application/merge-patch+json
{"metadata":{"annotations":{"x":"y"}}}

PATCH /api/v1/namespaces/story19-wrong0?dryRun=All
Content-Type: application/merge-patch+json
{"metadata":{"labels":{"pod-security.kubernetes.io/warn":"other"}}}

PATCH /api/v1/namespaces/story19-wrong0?dryRun=All
Content-Type: application/merge-patch+json
{"metadata":{"labels":{"pod-security.kubernetes.io/enforce":"baseline","pod-security.kubernetes.io/enforce-version":"latest","pod-security.kubernetes.io/warn":"baseline"}}}

POST /api/v1/namespaces
{"metadata":{"name":"story19-wrong1"}}

THERE /api/v1/namespaces/story19-wrong1/serviceaccounts/default

PATCH /api/v1/namespaces/story19-wrong1/status
Content-Type: application/merge-patch+json
{"metadata":{"labels":{"pod-security.kubernetes.io/enforce":"baseline","pod-security.kubernetes.io/enforce-version":"wrong"}}}

AGAIN 403 POST /api/v1/namespaces/story19-wrong1/pods?dryRun=All
{"metadata":{"name":"p"},"spec":{"hostPID":true,"containers":[{"name":"a","image":"i"}]}}

POST /api/v1/namespaces/story19-wrong1/pods?dryRun=All
{"metadata":{"name":"p"},"spec":{"hostPID":true,"containers":[{"name":"a","image":"i"}]}}

POST /apis/apps/v1/namespaces/story19-wrong1/deployments?dryRun=All
{"metadata":{"name":"d"},"spec":{"replicas":0,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"hostPID":true,"containers":[{"name":"a","image":"i"}]}}}}

PATCH /api/v1/namespaces/story19-wrong1?dryRun=All
Content-Type: application/merge-patch+json
{"metadata":{"annotations":{"x":"y"}}}

PATCH /api/v1/namespaces/story19-wrong1?dryRun=All
Content-Type: application/merge-patch+json
{"metadata":{"labels":{"pod-security.kubernetes.io/warn":"other"}}}

PATCH /api/v1/namespaces/story19-wrong1?dryRun=All
Content-Type: application/merge-patch+json
{"metadata":{"labels":{"pod-security.kubernetes.io/enforce":"baseline","pod-security.kubernetes.io/enforce-version":"latest","pod-security.kubernetes.io/warn":"baseline"}}}

POST /api/v1/namespaces
{"metadata":{"name":"story19-wrong2"}}

THERE /api/v1/namespaces/story19-wrong2/serviceaccounts/default

PATCH /api/v1/namespaces/story19-wrong2/status
Content-Type: application/merge-patch+json
{"metadata":{"labels":{"pod-security.kubernetes.io/enforce":"wrong","pod-security.kubernetes.io/warn":"wrong","pod-security.kubernetes.io/enforce-version":"v1.18"}}}

AGAIN 403 POST /api/v1/namespaces/story19-wrong2/pods?dryRun=All
{"metadata":{"name":"p"},"spec":{"hostPID":true,"containers":[{"name":"a","image":"i"}]}}

POST /api/v1/namespaces/story19-wrong2/pods?dryRun=All
{"metadata":{"name":"p"},"spec":{"hostPID":true,"containers":[{"name":"a","image":"i"}]}}

POST /apis/apps/v1/namespaces/story19-wrong2/deployments?dryRun=All
{"metadata":{"name":"d"},"spec":{"replicas":0,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"hostPID":true,"containers":[{"name":"a","image":"i"}]}}}}

PATCH /api/v1/namespaces/story19-wrong2?dryRun=All
Content-Type: application/merge-patch+json
{"metadata":{"annotations":{"x":"y"}}}

PATCH /api/v1/namespaces/story19-wrong2?dryRun=All
Content-Type: application/merge-patch+json
{"metadata":{"labels":{"pod-security.kubernetes.io/warn":"other"}}}

PATCH /api/v1/namespaces/story19-wrong2?dryRun=All
Content-Type: application/merge-patch+json
{"metadata":{"labels":{"pod-security.kubernetes.io/enforce":"baseline","pod-security.kubernetes.io/enforce-version":"latest","pod-security.kubernetes.io/warn":"baseline"}}}

POST /api/v1/namespaces
{"metadata":{"name":"story19-wrong3"}}

THERE /api/v1/namespaces/story19-wrong3/serviceaccounts/default

PATCH /api/v1/namespaces/story19-wrong3/status
Content-Type: application/merge-patch+json
{"metadata":{"labels":{"pod-security.kubernetes.io/enforce":"baseline","pod-security.kubernetes.io/warn":"wrong"}}}

AGAIN 403 POST /api/v1/namespaces/story19-wrong3/pods?dryRun=All
{"metadata":{"name":"p"},"spec":{"hostPID":true,"containers":[{"name":"a","image":"i"}]}}

POST /api/v1/namespaces/story19-wrong3/pods?dryRun=All
{"metadata":{"name":"p"},"spec":{"hostPID":true,"containers":[{"name":"a","image":"i"}]}}

POST /apis/apps/v1/namespaces/story19-wrong3/deployments?dryRun=All
{"metadata":{"name":"d"},"spec":{"replicas":0,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"hostPID":true,"containers":[{"name":"a","image":"i"}]}}}}

PATCH /api/v1/namespaces/story19-wrong3?dryRun=All
Content-Type: application/merge-patch+json
{"metadata":{"annotations":{"x":"y"}}}

PATCH /api/v1/namespaces/story19-wrong3?dryRun=All
Content-Type: application/merge-patch+json
{"metadata":{"labels":{"pod-security.kubernetes.io/warn":"other"}}}

PATCH /api/v1/namespaces/story19-wrong3?dryRun=All
Content-Type: application/merge-patch+json
{"metadata":{"labels":{"pod-security.kubernetes.io/enforce":"baseline","pod-security.kubernetes.io/enforce-version":"latest","pod-security.kubernetes.io/warn":"baseline"}}}

POST /api/v1/namespaces
{"metadata":{"name":"story19-wrong4"}}

THERE /api/v1/namespaces/story19-wrong4/serviceaccounts/default

PATCH /api/v1/namespaces/story19-wrong4/status
Content-Type: application/merge-patch+json
{"metadata":{"labels":{"pod-security.kubernetes.io/enforce":"wrong","pod-security.kubernetes.io/warn-version":"v1.0"}}}

AGAIN 403 POST /api/v1/namespaces/story19-wrong4/pods?dryRun=All
{"metadata":{"name":"p"},"spec":{"hostPID":true,"containers":[{"name":"a","image":"i"}]}}

POST /api/v1/namespaces/story19-wrong4/pods?dryRun=All
{"metadata":{"name":"p"},"spec":{"hostPID":true,"containers":[{"name":"a","image":"i"}]}}

POST /apis/apps/v1/namespaces/story19-wrong4/deployments?dryRun=All
{"metadata":{"name":"d"},"spec":{"replicas":0,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"hostPID":true,"containers":[{"name":"a","image":"i"}]}}}}

PATCH /api/v1/namespaces/story19-wrong4?dryRun=All
Content-Type: application/merge-patch+json
{"metadata":{"annotations":{"x":"y"}}}

PATCH /api/v1/namespaces/story19-wrong4?dryRun=All
Content-Type: application/merge-patch+json
{"metadata":{"labels":{"pod-security.kubernetes.io/warn":"other"}}}

PATCH /api/v1/namespaces/story19-wrong4?dryRun=All
Content-Type: application/merge-patch+json
{"metadata":{"labels":{"pod-security.kubernetes.io/enforce":"baseline","pod-security.kubernetes.io/enforce-version":"latest","pod-security.kubernetes.io/warn":"baseline"}}}
