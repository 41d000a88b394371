# Definitions of the shapes that operators around Spark ship: Volcano's PodGroup, Prometheus operator's ServiceMonitor, Apache's SparkApplication.

POST /api/v1/namespaces
{"metadata":{"name":"story9"}}

THERE /api/v1/namespaces/story9/configmaps/kube-root-ca.crt

POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions
{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"podgroups.scheduling.volcano.sh","annotations":{"controller-gen.kubebuilder.io/version":"v0.18.0"}},"spec":{"group":"scheduling.volcano.sh","scope":"Namespaced","names":{"plural":"podgroups","singular":"podgroup","kind":"PodGroup","listKind":"PodGroupList","shortNames":["pg","podgroup-v1beta1"]},"versions":[{"name":"v1beta1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"apiVersion":{"type":"string"},"kind":{"type":"string"},"metadata":{"type":"object"},"spec":{"type":"object","properties":{"minMember":{"type":"integer","format":"int32"},"minResources":{"type":"object","additionalProperties":{"anyOf":[{"type":"integer"},{"type":"string"}],"pattern":"^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$","x-kubernetes-int-or-string":true}},"minTaskMember":{"type":"object","additionalProperties":{"type":"integer","format":"int32"}},"networkTopology":{"type":"object","properties":{"highestTierAllowed":{"type":"integer","default":1},"mode":{"type":"string","default":"hard","enum":["hard","soft"]}}},"priorityClassName":{"type":"string"},"queue":{"type":"string","default":"default"},"preemptable":{"type":"boolean"}}},"status":{"type":"object","properties":{"conditions":{"type":"array","items":{"type":"object","properties":{"lastTransitionTime":{"type":"string","format":"date-time"},"message":{"type":"string"},"reason":{"type":"string"},"status":{"type":"string"},"transitionID":{"type":"string"},"type":{"type":"string"}}}},"failed":{"type":"integer","format":"int32"},"phase":{"type":"string"},"running":{"type":"integer","format":"int32"},"succeeded":{"type":"integer","format":"int32"}}}}}},"additionalPrinterColumns":[{"name":"STATUS","type":"string","jsonPath":".status.phase"},{"name":"minMember","type":"integer","jsonPath":".spec.minMember"},{"name":"RUNNINGS","type":"integer","jsonPath":".status.running"},{"name":"AGE","type":"date","jsonPath":".metadata.creationTimestamp"},{"name":"QUEUE","type":"string","priority":1,"jsonPath":".spec.queue"}],"subresources":{}}]}}

POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions
{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"servicemonitors.monitoring.coreos.com","annotations":{"controller-gen.kubebuilder.io/version":"v0.18.0"}},"spec":{"group":"monitoring.coreos.com","scope":"Namespaced","names":{"plural":"servicemonitors","singular":"servicemonitor","kind":"ServiceMonitor","listKind":"ServiceMonitorList","shortNames":["smon"],"categories":["prometheus-operator"]},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"apiVersion":{"type":"string"},"kind":{"type":"string"},"metadata":{"type":"object"},"spec":{"type":"object","required":["endpoints","selector"],"properties":{"endpoints":{"type":"array","items":{"type":"object","properties":{"basicAuth":{"type":"object","properties":{"password":{"type":"object","x-kubernetes-map-type":"atomic","required":["key"],"properties":{"key":{"type":"string"},"name":{"type":"string","default":""},"optional":{"type":"boolean"}}},"username":{"type":"object","x-kubernetes-map-type":"atomic","required":["key"],"properties":{"key":{"type":"string"},"name":{"type":"string","default":""},"optional":{"type":"boolean"}}}}},"honorLabels":{"type":"boolean"},"interval":{"type":"string","pattern":"^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$"},"scrapeTimeout":{"type":"string","pattern":"^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$"},"path":{"type":"string"},"port":{"type":"string"},"targetPort":{"anyOf":[{"type":"integer"},{"type":"string"}],"x-kubernetes-int-or-string":true},"scheme":{"type":"string","enum":["http","https"]},"params":{"type":"object","additionalProperties":{"type":"array","items":{"type":"string"}}},"metricRelabelings":{"type":"array","items":{"type":"object","properties":{"action":{"type":"string","default":"replace","enum":["replace","Replace","keep","Keep","drop","Drop","hashmod","HashMod","labelmap","LabelMap","labeldrop","LabelDrop","labelkeep","LabelKeep"]},"modulus":{"type":"integer","format":"int64"},"regex":{"type":"string"},"replacement":{"type":"string"},"separator":{"type":"string"},"sourceLabels":{"type":"array","items":{"type":"string","pattern":"^[a-zA-Z_][a-zA-Z0-9_]*$"}},"targetLabel":{"type":"string"}}}},"relabelings":{"type":"array","items":{"type":"object","properties":{"action":{"type":"string","default":"replace","enum":["replace","Replace","keep","Keep","drop","Drop","hashmod","HashMod","labelmap","LabelMap","labeldrop","LabelDrop","labelkeep","LabelKeep"]},"modulus":{"type":"integer","format":"int64"},"regex":{"type":"string"},"replacement":{"type":"string"},"separator":{"type":"string"},"sourceLabels":{"type":"array","items":{"type":"string","pattern":"^[a-zA-Z_][a-zA-Z0-9_]*$"}},"targetLabel":{"type":"string"}}}},"bearerTokenSecret":{"type":"object","x-kubernetes-map-type":"atomic","required":["key"],"properties":{"key":{"type":"string"},"name":{"type":"string","default":""},"optional":{"type":"boolean"}}}}}},"jobLabel":{"type":"string"},"namespaceSelector":{"type":"object","properties":{"any":{"type":"boolean"},"matchNames":{"type":"array","items":{"type":"string"}}}},"podTargetLabels":{"type":"array","items":{"type":"string"}},"sampleLimit":{"type":"integer","format":"int64"},"scrapeProtocols":{"type":"array","x-kubernetes-list-type":"set","items":{"type":"string","enum":["PrometheusProto","OpenMetricsText0.0.1","OpenMetricsText1.0.0","PrometheusText0.0.4"]}},"selector":{"type":"object","x-kubernetes-map-type":"atomic","properties":{"matchExpressions":{"type":"array","x-kubernetes-list-type":"atomic","items":{"type":"object","required":["key","operator"],"properties":{"key":{"type":"string"},"operator":{"type":"string"},"values":{"type":"array","x-kubernetes-list-type":"atomic","items":{"type":"string"}}}}},"matchLabels":{"type":"object","additionalProperties":{"type":"string"}}}},"targetLabels":{"type":"array","items":{"type":"string"}}}},"status":{"type":"object","properties":{"bindings":{"type":"array","items":{"type":"object","required":["group","name","namespace","resource"],"properties":{"group":{"type":"string","enum":["monitoring.coreos.com"]},"name":{"type":"string","minLength":1},"namespace":{"type":"string","minLength":1},"resource":{"type":"string","enum":["prometheuses","prometheusagents"]},"conditions":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["type"],"items":{"type":"object","required":["lastTransitionTime","status","type"],"properties":{"lastTransitionTime":{"type":"string","format":"date-time"},"message":{"type":"string"},"observedGeneration":{"type":"integer","format":"int64"},"reason":{"type":"string"},"status":{"type":"string","minLength":1},"type":{"type":"string","enum":["Accepted"]}}}}}}}}}},"required":["spec"]}},"additionalPrinterColumns":[],"subresources":{"status":{}}}]}}

POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions
{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"sparkapplications.spark.apache.org","annotations":{"controller-gen.kubebuilder.io/version":"v0.18.0"}},"spec":{"group":"spark.apache.org","scope":"Namespaced","names":{"plural":"sparkapplications","singular":"sparkapplication","kind":"SparkApplication","listKind":"SparkApplicationList","shortNames":["sparkapp"]},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"apiVersion":{"type":"string"},"kind":{"type":"string"},"metadata":{"type":"object"},"spec":{"type":"object","required":["runtimeVersions"],"properties":{"mainClass":{"type":"string"},"jars":{"type":"string"},"pyFiles":{"type":"string"},"driverArgs":{"type":"array","items":{"type":"string"}},"sparkConf":{"type":"object","additionalProperties":{"type":"string"}},"deploymentMode":{"type":"string","enum":["ClusterMode","ClientMode"]},"runtimeVersions":{"type":"object","required":["sparkVersion"],"properties":{"jdkVersion":{"type":"string"},"scalaVersion":{"type":"string"},"sparkVersion":{"type":"string"}}},"driverSpec":{"type":"object","properties":{"podTemplateSpec":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}},"executorSpec":{"type":"object","properties":{"podTemplateSpec":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}},"applicationTolerations":{"type":"object","properties":{"resourceRetainPolicy":{"type":"string","enum":["Always","Never","OnFailure"]},"restartConfig":{"type":"object","properties":{"maxRestartAttempts":{"type":"integer"},"restartPolicy":{"type":"string","enum":["Always","Never","OnFailure","OnInfrastructureFailure"]}}}}}}},"status":{"type":"object","properties":{"currentState":{"type":"object","properties":{"currentStateSummary":{"type":"string"},"lastTransitionTime":{"type":"string"},"message":{"type":"string"}}},"stateTransitionHistory":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}}}},"additionalPrinterColumns":[{"name":"Current State","type":"string","jsonPath":".status.currentState.currentStateSummary"},{"name":"Age","type":"date","jsonPath":".metadata.creationTimestamp"}],"subresources":{"status":{}}},{"name":"v1beta1","served":true,"storage":false,"schema":{"openAPIV3Schema":{"type":"object","properties":{"apiVersion":{"type":"string"},"kind":{"type":"string"},"metadata":{"type":"object"},"spec":{"type":"object","required":["runtimeVersions"],"properties":{"mainClass":{"type":"string"},"jars":{"type":"string"},"pyFiles":{"type":"string"},"driverArgs":{"type":"array","items":{"type":"string"}},"sparkConf":{"type":"object","additionalProperties":{"type":"string"}},"deploymentMode":{"type":"string","enum":["ClusterMode","ClientMode"]},"runtimeVersions":{"type":"object","required":["sparkVersion"],"properties":{"jdkVersion":{"type":"string"},"scalaVersion":{"type":"string"},"sparkVersion":{"type":"string"}}},"driverSpec":{"type":"object","properties":{"podTemplateSpec":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}},"executorSpec":{"type":"object","properties":{"podTemplateSpec":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}},"applicationTolerations":{"type":"object","properties":{"resourceRetainPolicy":{"type":"string","enum":["Always","Never","OnFailure"]},"restartConfig":{"type":"object","properties":{"maxRestartAttempts":{"type":"integer"},"restartPolicy":{"type":"string","enum":["Always","Never","OnFailure","OnInfrastructureFailure"]}}}}}}},"status":{"type":"object","properties":{"currentState":{"type":"object","properties":{"currentStateSummary":{"type":"string"},"lastTransitionTime":{"type":"string"},"message":{"type":"string"}}},"stateTransitionHistory":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}}}},"additionalPrinterColumns":[{"name":"Current State","type":"string","jsonPath":".status.currentState.currentStateSummary"},{"name":"Age","type":"date","jsonPath":".metadata.creationTimestamp"}],"subresources":{"status":{}}}]}}

AGAIN InitialNamesAccepted GET /apis/apiextensions.k8s.io/v1/customresourcedefinitions/podgroups.scheduling.volcano.sh

AGAIN InitialNamesAccepted GET /apis/apiextensions.k8s.io/v1/customresourcedefinitions/servicemonitors.monitoring.coreos.com

AGAIN InitialNamesAccepted GET /apis/apiextensions.k8s.io/v1/customresourcedefinitions/sparkapplications.spark.apache.org

THERE /apis/scheduling.volcano.sh/v1beta1/namespaces/story9/podgroups

THERE /apis/monitoring.coreos.com/v1/namespaces/story9/servicemonitors

THERE /apis/spark.apache.org/v1/namespaces/story9/sparkapplications

THERE /apis/scheduling.volcano.sh/v1beta1

THERE /apis/monitoring.coreos.com/v1

THERE /apis/spark.apache.org/v1

GET /apis/apiextensions.k8s.io/v1/customresourcedefinitions/podgroups.scheduling.volcano.sh

GET /apis/apiextensions.k8s.io/v1/customresourcedefinitions/servicemonitors.monitoring.coreos.com

GET /apis/apiextensions.k8s.io/v1/customresourcedefinitions/sparkapplications.spark.apache.org

GET /apis/scheduling.volcano.sh/v1beta1

GET /apis/monitoring.coreos.com/v1

GET /apis/spark.apache.org/v1

GET /apis/spark.apache.org

POST /apis/scheduling.volcano.sh/v1beta1/namespaces/story9/podgroups
{"apiVersion":"scheduling.volcano.sh/v1beta1","kind":"PodGroup","metadata":{"name":"spark-one"},"spec":{"minMember":3,"minResources":{"cpu":3,"memory":"3Gi"},"networkTopology":{}}}

POST /apis/scheduling.volcano.sh/v1beta1/namespaces/story9/podgroups
{"apiVersion":"scheduling.volcano.sh/v1beta1","kind":"PodGroup","metadata":{"name":"spark-two"},"spec":{"minMember":"3","minResources":{"cpu":"three"},"minTaskMember":{"driver":1.5},"networkTopology":{"mode":"firm"},"wishes":1}}

POST /apis/scheduling.volcano.sh/v1beta1/namespaces/story9/podgroups?fieldValidation=Strict
{"apiVersion":"scheduling.volcano.sh/v1beta1","kind":"PodGroup","metadata":{"name":"spark-three"},"spec":{"minMember":1,"wishes":1}}

PUT /apis/scheduling.volcano.sh/v1beta1/namespaces/story9/podgroups/spark-one/status
{"apiVersion":"scheduling.volcano.sh/v1beta1","kind":"PodGroup","metadata":{"name":"spark-one"},"spec":{"minMember":1}}

PATCH /apis/scheduling.volcano.sh/v1beta1/namespaces/story9/podgroups/spark-one
Content-Type: application/merge-patch+json
{"status":{"phase":"Inqueue","running":2,"conditions":[{"type":"Scheduled","status":"True"}]}}

PATCH /apis/scheduling.volcano.sh/v1beta1/namespaces/story9/podgroups/spark-one
Content-Type: application/merge-patch+json
{"status":{"conditions":[{"type":"Unschedulable","lastTransitionTime":"yesterday"}]}}

GET /apis/scheduling.volcano.sh/v1beta1/namespaces/story9/podgroups
Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json

GET /apis/scheduling.volcano.sh/v1beta1/namespaces/story9/podgroups/spark-one
Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json

PATCH /apis/scheduling.volcano.sh/v1beta1/namespaces/story9/podgroups/spark-four?fieldManager=hearth
Content-Type: application/apply-patch+yaml
{"apiVersion":"scheduling.volcano.sh/v1beta1","kind":"PodGroup","metadata":{"name":"spark-four"},"spec":{"minMember":2,"minTaskMember":{"driver":1,"executor":2}}}

PATCH /apis/scheduling.volcano.sh/v1beta1/namespaces/story9/podgroups/spark-four?fieldManager=volcano
Content-Type: application/apply-patch+yaml
{"apiVersion":"scheduling.volcano.sh/v1beta1","kind":"PodGroup","metadata":{"name":"spark-four"},"spec":{"minMember":4}}

PATCH /apis/scheduling.volcano.sh/v1beta1/namespaces/story9/podgroups/spark-four?fieldManager=volcano&force=true
Content-Type: application/apply-patch+yaml
{"apiVersion":"scheduling.volcano.sh/v1beta1","kind":"PodGroup","metadata":{"name":"spark-four"},"spec":{"minMember":4}}

PATCH /apis/scheduling.volcano.sh/v1beta1/namespaces/story9/podgroups/spark-four?fieldManager=hearth
Content-Type: application/apply-patch+yaml
{"apiVersion":"scheduling.volcano.sh/v1beta1","kind":"PodGroup","metadata":{"name":"spark-four"},"spec":{"minTaskMember":{"executor":2}}}

DELETE /apis/scheduling.volcano.sh/v1beta1/namespaces/story9/podgroups?labelSelector=none%3Dhere

DELETE /apis/scheduling.volcano.sh/v1beta1/namespaces/story9/podgroups/spark-one

POST /apis/monitoring.coreos.com/v1/namespaces/story9/servicemonitors
{"apiVersion":"monitoring.coreos.com/v1","kind":"ServiceMonitor","metadata":{"name":"spark","labels":{"release":"prometheus"}},"spec":{"selector":{"matchLabels":{"spark-role":"driver"}},"endpoints":[{"port":"metrics","interval":"1m30s","targetPort":8090,"relabelings":[{"sourceLabels":["__meta_kubernetes_pod_label_spark_app_name"],"targetLabel":"app"}],"basicAuth":{"password":{"key":"password"}}}],"scrapeProtocols":["PrometheusText0.0.4"]}}

POST /apis/monitoring.coreos.com/v1/namespaces/story9/servicemonitors
{"apiVersion":"monitoring.coreos.com/v1","kind":"ServiceMonitor","metadata":{"name":"bad","labels":{"release":"prometheus"}},"spec":{"selector":{"matchExpressions":[{"key":"a"}]},"endpoints":[{"interval":"soon","scheme":"ftp","relabelings":[{"action":"keepall","sourceLabels":["a-b"]}],"targetPort":{"a":1}}],"scrapeProtocols":["PrometheusProto","PrometheusProto","x"]}}

POST /apis/monitoring.coreos.com/v1/namespaces/story9/servicemonitors
{"apiVersion":"monitoring.coreos.com/v1","kind":"ServiceMonitor","metadata":{"name":"bare","labels":{"release":"prometheus"}},"spec":{}}

POST /apis/monitoring.coreos.com/v1/namespaces/story9/servicemonitors
{"apiVersion":"monitoring.coreos.com/v1","kind":"ServiceMonitor","metadata":{"name":"empty"}}

PATCH /apis/monitoring.coreos.com/v1/namespaces/story9/servicemonitors/spark?fieldManager=a
Content-Type: application/apply-patch+yaml
{"apiVersion":"monitoring.coreos.com/v1","kind":"ServiceMonitor","metadata":{"name":"spark","labels":{"release":"prometheus"}},"spec":{"selector":{"matchLabels":{"spark-role":"executor"}},"endpoints":[{"port":"metrics","interval":"1m30s","targetPort":8090,"relabelings":[{"sourceLabels":["__meta_kubernetes_pod_label_spark_app_name"],"targetLabel":"app"}],"basicAuth":{"password":{"key":"password"}}}],"scrapeProtocols":["PrometheusText0.0.4"]}}

PATCH /apis/monitoring.coreos.com/v1/namespaces/story9/servicemonitors/spark?fieldManager=a&force=true
Content-Type: application/apply-patch+yaml
{"apiVersion":"monitoring.coreos.com/v1","kind":"ServiceMonitor","metadata":{"name":"spark","labels":{"release":"prometheus"}},"spec":{"selector":{"matchLabels":{"spark-role":"executor"}},"endpoints":[{"port":"metrics","interval":"1m30s","targetPort":8090,"relabelings":[{"sourceLabels":["__meta_kubernetes_pod_label_spark_app_name"],"targetLabel":"app"}],"basicAuth":{"password":{"key":"password"}}}],"scrapeProtocols":["PrometheusText0.0.4"]}}

PATCH /apis/monitoring.coreos.com/v1/namespaces/story9/servicemonitors/spark/status
Content-Type: application/merge-patch+json
{"status":{"bindings":[{"group":"monitoring.coreos.com","resource":"prometheuses","name":"main","namespace":"monitoring","conditions":[{"type":"Accepted","status":"True","lastTransitionTime":"2026-01-02T03:04:05Z"}]}]}}

PATCH /apis/monitoring.coreos.com/v1/namespaces/story9/servicemonitors/spark/status
Content-Type: application/merge-patch+json
{"status":{"bindings":[{"group":"monitoring.coreos.com","resource":"prometheuses","name":"main","namespace":"monitoring","conditions":[{"type":"Accepted","status":"True","lastTransitionTime":"2026-01-02T03:04:05Z"},{"type":"Accepted","status":"True","lastTransitionTime":"2026-01-02T03:04:05Z"}]}]}}

PATCH /apis/monitoring.coreos.com/v1/namespaces/story9/servicemonitors/spark/status
Content-Type: application/merge-patch+json
{"status":{"bindings":[{"group":"monitoring.coreos.com","resource":"prometheuses","name":"main","namespace":"monitoring","conditions":[{"type":"Refused","status":"True","lastTransitionTime":"2026-01-02T03:04:05Z"}]}]}}

PATCH /apis/monitoring.coreos.com/v1/namespaces/story9/servicemonitors/spark
Content-Type: application/merge-patch+json
{"status":{"bindings":[]},"spec":{"jobLabel":"app"}}

PATCH /apis/monitoring.coreos.com/v1/namespaces/story9/servicemonitors/spark
Content-Type: application/json-patch+json
[{"op":"test","path":"/spec/endpoints/0/relabelings/0/action","value":"replace"},{"op":"replace","path":"/spec/endpoints/0/interval","value":"15s"}]

PATCH /apis/monitoring.coreos.com/v1/namespaces/story9/servicemonitors/spark
Content-Type: application/strategic-merge-patch+json
{"spec":{"jobLabel":"x"}}

GET /apis/monitoring.coreos.com/v1/namespaces/story9/servicemonitors
Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json

POST /apis/spark.apache.org/v1/namespaces/story9/sparkapplications
{"apiVersion":"spark.apache.org/v1","kind":"SparkApplication","metadata":{"name":"pi"},"spec":{"mainClass":"org.apache.spark.examples.SparkPi","jars":"local:///opt/spark/examples/jars/spark-examples.jar","runtimeVersions":{"sparkVersion":"4.0.0","color":"red"},"sparkConf":{"spark.executor.instances":"2"},"driverSpec":{"podTemplateSpec":{"spec":{"containers":[{"name":"c","anything":{"goes":true}}]},"strange":[1,null]}},"applicationTolerations":{"restartConfig":{"restartPolicy":"OnInfrastructureFailure"}}}}

POST /apis/spark.apache.org/v1/namespaces/story9/sparkapplications
{"apiVersion":"spark.apache.org/v1","kind":"SparkApplication","metadata":{"name":"bad"},"spec":{"sparkConf":{"spark.executor.instances":2},"deploymentMode":"YarnMode","runtimeVersions":{},"applicationTolerations":{"restartConfig":{"maxRestartAttempts":"3"}}}}

PATCH /apis/spark.apache.org/v1/namespaces/story9/sparkapplications/pi/status
Content-Type: application/merge-patch+json
{"status":{"currentState":{"currentStateSummary":"RunningHealthy"},"stateTransitionHistory":{"0":{"currentStateSummary":"Submitted"}}}}

GET /apis/spark.apache.org/v1beta1/namespaces/story9/sparkapplications/pi

GET /apis/spark.apache.org/v1/namespaces/story9/sparkapplications
Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json

PATCH /apis/spark.apache.org/v1/namespaces/story9/sparkapplications/pi
Content-Type: application/merge-patch+json
{"spec":{"driverSpec":{"podTemplateSpec":{"spec":{"containers":null,"nodeName":"a"}}}}}

PUT /apis/spark.apache.org/v1/namespaces/story9/sparkapplications/pi
{"apiVersion":"spark.apache.org/v1","kind":"SparkApplication","metadata":{"name":"pi"},"spec":{"runtimeVersions":{"sparkVersion":"4.1.0"}}}

DELETE /apis/spark.apache.org/v1/namespaces/story9/sparkapplications

DELETE /apis/apiextensions.k8s.io/v1/customresourcedefinitions/podgroups.scheduling.volcano.sh

DELETE /apis/apiextensions.k8s.io/v1/customresourcedefinitions/servicemonitors.monitoring.coreos.com

DELETE /apis/apiextensions.k8s.io/v1/customresourcedefinitions/sparkapplications.spark.apache.org

GONE /apis/apiextensions.k8s.io/v1/customresourcedefinitions/podgroups.scheduling.volcano.sh

GONE /apis/apiextensions.k8s.io/v1/customresourcedefinitions/servicemonitors.monitoring.coreos.com

GET /apis/scheduling.volcano.sh/v1beta1/namespaces/story9/podgroups


# Combinations, formats and multiples in a schema.
POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions
{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"shapes.story9.example.com"},"spec":{"group":"story9.example.com","scope":"Namespaced","names":{"plural":"shapes","kind":"Shape"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"when":{"type":"string","format":"date-time"},"day":{"type":"string","format":"date"},"id":{"type":"string","format":"uuid"},"four":{"type":"string","format":"ipv4"},"six":{"type":"string","format":"ipv6"},"net":{"type":"string","format":"cidr"},"data":{"type":"string","format":"byte"},"link":{"type":"string","format":"uri"},"mail":{"type":"string","format":"email"},"host":{"type":"string","format":"hostname"},"wait":{"type":"string","format":"duration"},"step":{"type":"integer","multipleOf":5},"odd":{"type":"string","format":"no-such-format"},"any":{"type":"string","anyOf":[{"pattern":"^a"},{"pattern":"b$"}]},"one":{"type":"string","oneOf":[{"pattern":"^a"},{"pattern":"b$"}]},"all":{"type":"string","allOf":[{"pattern":"^a"},{"pattern":"b$"}]},"not":{"type":"string","not":{"pattern":"^a"}},"choice":{"type":"object","properties":{"x":{"type":"string"},"y":{"type":"string"}},"oneOf":[{"required":["x"]},{"required":["y"]}]}}}}}}}]}}

AGAIN InitialNamesAccepted GET /apis/apiextensions.k8s.io/v1/customresourcedefinitions/shapes.story9.example.com

THERE /apis/story9.example.com/v1/namespaces/story9/shapes

POST /apis/story9.example.com/v1/namespaces/story9/shapes
{"apiVersion":"story9.example.com/v1","kind":"Shape","metadata":{"name":"good"},"spec":{"when":"2026-01-02T03:04:05Z","day":"2026-01-02","id":"123e4567-e89b-12d3-a456-426614174000","four":"10.0.0.1","six":"::1","net":"10.0.0.0/8","data":"aGk=","link":"https://example.com/a","mail":"a@example.com","host":"a.example.com","wait":"1h30m","step":10,"odd":"?","any":"ax","one":"ax","all":"ab","not":"b","choice":{"x":"1"}}}

POST /apis/story9.example.com/v1/namespaces/story9/shapes
{"apiVersion":"story9.example.com/v1","kind":"Shape","metadata":{"name":"when"},"spec":{"when":"2026-01-02","day":"2026-13-02","id":"123","four":"10.0.0","six":"10.0.0.1","net":"10.0.0.0","data":"a b","link":"no link","mail":"nobody","host":"-a-","wait":"soon","step":7}}

POST /apis/story9.example.com/v1/namespaces/story9/shapes
{"apiVersion":"story9.example.com/v1","kind":"Shape","metadata":{"name":"any"},"spec":{"any":"xx"}}

POST /apis/story9.example.com/v1/namespaces/story9/shapes
{"apiVersion":"story9.example.com/v1","kind":"Shape","metadata":{"name":"none"},"spec":{"one":"xx"}}

POST /apis/story9.example.com/v1/namespaces/story9/shapes
{"apiVersion":"story9.example.com/v1","kind":"Shape","metadata":{"name":"both"},"spec":{"one":"ab"}}

POST /apis/story9.example.com/v1/namespaces/story9/shapes
{"apiVersion":"story9.example.com/v1","kind":"Shape","metadata":{"name":"all"},"spec":{"all":"ax"}}

POST /apis/story9.example.com/v1/namespaces/story9/shapes
{"apiVersion":"story9.example.com/v1","kind":"Shape","metadata":{"name":"neither"},"spec":{"all":"xx"}}

POST /apis/story9.example.com/v1/namespaces/story9/shapes
{"apiVersion":"story9.example.com/v1","kind":"Shape","metadata":{"name":"not"},"spec":{"not":"ax"}}

POST /apis/story9.example.com/v1/namespaces/story9/shapes
{"apiVersion":"story9.example.com/v1","kind":"Shape","metadata":{"name":"choice"},"spec":{"choice":{}}}

POST /apis/story9.example.com/v1/namespaces/story9/shapes
{"apiVersion":"story9.example.com/v1","kind":"Shape","metadata":{"name":"choices"},"spec":{"choice":{"x":"1","y":"2"}}}

DELETE /apis/apiextensions.k8s.io/v1/customresourcedefinitions/shapes.story9.example.com
