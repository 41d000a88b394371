namespace Hearth.ClusterTests.Submission.Differential;

/// <summary>What random submissions are made of. Values that start with <c>WRONG</c> are ones that Spark refuses, and are drawn seldom.</summary>
internal static class SubmissionVocabulary
{
    public static string[] Names { get; } = ["a", "team", "x.y/z-1", "A_B", "app.kubernetes.io/name", "1"];

    public static string[] Resources { get; } = ["gpu", "fpga", "x-1"];

    /// <summary>Files that values refer to as <c>{W}/name</c>.</summary>
    public static IReadOnlyDictionary<string, string> Files { get; } = new Dictionary<string, string>
    {
        // The smallest zip file there is.
        ["app.jar"] = "PK\u0005\u0006" + new string('\0', 18),
        ["more.jar"] = "PK\u0005\u0006" + new string('\0', 18),
        ["app.py"] = "print(1)",
        ["dep.py"] = "print(2)",
        ["data file.txt"] = "text",
        ["things.zip"] = "no zip",
        ["more things.zip"] = "no zip either",
        ["ca.crt"] = "certificate",
        ["client.key"] = "key",
        ["krb5.conf"] = "[libdefaults]\n",
        ["driver.yaml"] = """
            apiVersion: v1
            kind: Pod
            metadata:
              name: other
              namespace: elsewhere
              labels: {from: template, spark-role: mine}
              annotations: {a: template}
            spec:
              serviceAccountName: from-template
              schedulerName: from-template
              restartPolicy: Always
              nodeSelector: {disk: ssd, a: template}
              imagePullSecrets: [{name: from-template}]
              tolerations: [{key: spot, operator: Exists, effect: NoSchedule}]
              volumes: [{name: scratch, emptyDir: {sizeLimit: 1Gi}}]
              initContainers: [{name: init, image: busybox, command: [sh, -c, "true"]}]
              containers:
              - name: side
                image: busybox
              - name: main
                image: ignored
                env: [{name: A, value: template}]
                ports: [{containerPort: 9999, name: extra}]
                resources: {requests: {cpu: 7, memory: 7Gi, ephemeral-storage: 1Gi}, limits: {cpu: "9", nvidia.com/gpu: 2}}
                volumeMounts: [{name: scratch, mountPath: /scratch}]
                securityContext: {runAsUser: 185, allowPrivilegeEscalation: true}
                livenessProbe: {httpGet: {path: /, port: 4040}}
            """,
        ["empty.yaml"] = "apiVersion: v1\nkind: Pod\n",
        ["template.json"] = """{"apiVersion":"v1","kind":"Pod","metadata":{"labels":{"json":"yes"}},"spec":{"priorityClassName":"high","containers":[{"name":"only","image":"i","securityContext":{"runAsNonRoot":true}}]}}""",
        ["group.yaml"] = """
            apiVersion: scheduling.volcano.sh/v1beta1
            kind: PodGroup
            spec: {queue: research, minMember: 2, minResources: {cpu: "2", memory: 4Gi}}
            """,
    };

    public static IReadOnlyDictionary<string, string> Flags { get; } = new Dictionary<string, string>
    {
        ["spark.app.name"] = "--name",
        ["spark.driver.memory"] = "--driver-memory",
        ["spark.driver.cores"] = "--driver-cores",
        ["spark.executor.memory"] = "--executor-memory",
        ["spark.executor.cores"] = "--executor-cores",
        ["spark.executor.instances"] = "--num-executors",
        ["spark.driver.extraJavaOptions"] = "--driver-java-options",
        ["spark.driver.extraClassPath"] = "--driver-class-path",
        ["spark.driver.extraLibraryPath"] = "--driver-library-path",
        ["spark.jars"] = "--jars",
        ["spark.files"] = "--files",
        ["spark.archives"] = "--archives",
        ["spark.submit.pyFiles"] = "--py-files",
        ["spark.jars.excludes"] = "--exclude-packages",
        ["spark.jars.repositories"] = "--repositories",
        ["spark.kerberos.principal"] = "--principal",
        ["spark.kerberos.keytab"] = "--keytab",
    };

    /// <summary>A key and the ones that it is useless without.</summary>
    public static (string Key, (string Key, string Value)[] With)[] Together { get; } =
    [
        ("spark.jars", [("spark.kubernetes.file.upload.path", "file://{W}/uploads")]),
        ("spark.files", [("spark.kubernetes.file.upload.path", "file://{W}/uploads")]),
        ("spark.archives", [("spark.kubernetes.file.upload.path", "file://{W}/uploads")]),
        ("spark.submit.pyFiles", [("spark.kubernetes.file.upload.path", "file://{W}/uploads")]),
        ("spark.driver.resource.%.amount", [("spark.driver.resource.%.vendor", "nvidia.com")]),
        ("spark.executor.resource.%.amount", [("spark.executor.resource.%.vendor", "amd.com")]),
        ("spark.kubernetes.kerberos.tokenSecret.name", [("spark.kubernetes.kerberos.tokenSecret.itemKey", "token")]),
        ("spark.kerberos.keytab", [("spark.kerberos.principal", "me@EXAMPLE")]),
        ("spark.kubernetes.driver.pod.featureSteps", [("spark.kubernetes.scheduler.volcano.podGroupTemplateFile", "{W}/group.yaml")]),
    ];

    private static string[] Sizes { get; } = ["512m", "1g", "2G", "1536", "4gb", "1048577k", "3t", "WRONG 1.5g", "WRONG lots", "WRONG 0", "WRONG -1g"];

    private static string[] Switch { get; } = ["true", "false", "TRUE", "WRONG yes", "WRONG 1"];

    private static string[] Texts { get; } = ["", "v", " two words ", "a=b", "a,b;c", "x:y#z!", "\u00e4\u00f6\u4e16\u754c", "{{APP_ID}}", "{{APP_ID}}-{{EXECUTOR_ID}}", "$HOME", "${spark.app.name}", "C:\\dir\\n", "\"q\" 'q'"];

    private static string[] Ports { get; } = ["1", "7000", "4041", "0", "65535", "WRONG port", "WRONG 1.5"];

    /// <summary>A <c>*</c> in a key is one of the names, a <c>%</c> one of the resources.</summary>
    public static (string Key, string[] Values)[] Settings { get; } =
    [
        ("spark.app.name", ["Spark Pi", "9lives", "_My__App--1", "\u00c4\u00d6 \u4e16\u754c", "  blanks  ", "-", "$%&", "org.example.Main", new string('n', 36), new string('n', 37), new string('n', 70), "Name-with-UPPER.dots", "\u0130stanbul", "a\tb"]),
        ("spark.kubernetes.namespace", ["jobs", "default", "team-a"]),
        ("spark.kubernetes.driver.container.image", ["other:{{SPARK_VERSION}}", "host/x@sha256:00"]),
        ("spark.kubernetes.executor.container.image", ["other:1"]),
        ("spark.kubernetes.container.image.pullPolicy", ["Always", "Never", "IfNotPresent", "WRONG always", "WRONG Sometimes"]),
        ("spark.kubernetes.container.image.pullSecrets", ["a", "a,b", " a , b ,", "", ",,"]),
        ("spark.kubernetes.driver.pod.name", ["mine", "mine-2"]),
        ("spark.driver.cores", ["1", "4", "WRONG 0", "WRONG two", "WRONG 1.5", "WRONG -1"]),
        ("spark.kubernetes.driver.request.cores", ["100m", "0.5", "1", "1500m"]),
        ("spark.kubernetes.driver.limit.cores", ["100m", "2", "1.5"]),
        ("spark.driver.memory", Sizes),
        ("spark.driver.memoryOverhead", ["0", "100", "1g", "384m", "100k", "WRONG 1.5g", "WRONG x"]),
        ("spark.driver.memoryOverheadFactor", ["0.2", "1", "1.0E-3", "2.5", "WRONG 0", "WRONG -1", "WRONG x"]),
        ("spark.kubernetes.memoryOverheadFactor", ["0.2", "0", "1", "0.00001", "12345678", "0.15", "WRONG -0.1", "WRONG x"]),
        ("spark.driver.minMemoryOverhead", ["0", "100m", "1g", "WRONG x"]),
        ("spark.driver.resource.%.amount", ["1", "2", "0"]),
        ("spark.driver.resource.gpu.amount", ["WRONG 1", "WRONG x", "WRONG 1.5", "WRONG  1"]),
        ("spark.driver.resource.gpu.vendor", ["WRONG amd.com"]),
        ("spark.driver.resource.gpu", ["WRONG 1"]),
        ("spark.driver.resource.gpu.discoveryScript", ["WRONG /opt/gpus.sh"]),
        ("spark.executor.resource.%.amount", ["1"]),
        ("spark.driver.port", Ports),
        ("spark.driver.blockManager.port", Ports),
        ("spark.blockManager.port", Ports),
        ("spark.ui.port", Ports),
        ("spark.connect.grpc.binding.port", Ports),
        ("spark.kubernetes.driver.label.*", ["v", "", "x-{{APP_ID}}", "{{EXECUTOR_ID}}e"]),
        ("spark.kubernetes.driver.label.spark-role", ["WRONG x"]),
        ("spark.kubernetes.driver.label.spark-version", ["WRONG x"]),
        ("spark.kubernetes.driver.annotation.*", Texts),
        ("spark.kubernetes.driverEnv.*", Texts),
        ("spark.kubernetes.driverEnv.SPARK_USER", ["another"]),
        ("spark.kubernetes.driver.service.label.*", ["v", "{{APP_ID}}", "spark"]),
        ("spark.kubernetes.driver.service.label.spark-app-selector", ["mine"]),
        ("spark.kubernetes.driver.service.annotation.*", Texts),
        ("spark.kubernetes.driver.service.ipFamilyPolicy", ["SingleStack", "PreferDualStack", "RequireDualStack", "WRONG single"]),
        ("spark.kubernetes.driver.service.ipFamilies", ["IPv4", "IPv6", "IPv4,IPv6", "IPv6,IPv4", "WRONG IPv5", "WRONG IPv4, IPv6"]),
        ("spark.kubernetes.driver.service.publishNotReadyAddresses", Switch),
        ("spark.kubernetes.driver.service.deleteOnTermination", ["true", "false"]),
        ("spark.kubernetes.securityContext.allowPrivilegeEscalation", Switch),
        ("spark.kubernetes.driver.securityContext.allowPrivilegeEscalation", Switch),
        ("spark.kubernetes.node.selector.*", ["v", ""]),
        ("spark.kubernetes.driver.node.selector.*", ["w"]),
        ("spark.kubernetes.executor.node.selector.*", ["w"]),
        ("spark.kubernetes.scheduler.name", ["yunikorn", "volcano", ""]),
        ("spark.kubernetes.driver.scheduler.name", ["mine"]),
        ("spark.kubernetes.authenticate.driver.serviceAccountName", ["spark", "s-1"]),
        ("spark.kubernetes.authenticate.driver.oauthToken", ["t0ken", ""]),
        ("spark.kubernetes.authenticate.driver.caCertFile", ["{W}/ca.crt", "WRONG {W}/none.crt", "WRONG {W}"]),
        ("spark.kubernetes.authenticate.driver.clientKeyFile", ["{W}/client.key"]),
        ("spark.kubernetes.authenticate.driver.clientCertFile", ["{W}/ca.crt"]),
        ("spark.kubernetes.authenticate.driver.mounted.oauthTokenFile", ["/mnt/token"]),
        ("spark.kubernetes.authenticate.driver.mounted.caCertFile", ["/mnt/ca"]),
        ("spark.kubernetes.authenticate.driver.mounted.clientKeyFile", ["/mnt/key"]),
        ("spark.kubernetes.authenticate.driver.mounted.clientCertFile", ["/mnt/cert"]),
        ("spark.kubernetes.authenticate.executor.serviceAccountName", ["executors"]),
        ("spark.kubernetes.authenticate.submission.oauthToken", ["t0ken"]),
        ("spark.kubernetes.authenticate.oauthToken", ["t0ken"]),
        ("spark.kubernetes.driver.secrets.*", ["/etc/secrets", "/etc/other"]),
        ("spark.kubernetes.driver.secretKeyRef.*", ["db:password", "s:k", "WRONG only", "WRONG a:b:c"]),
        ("spark.kubernetes.executor.secrets.*", ["/etc/secrets"]),
        ("spark.kubernetes.executor.secretKeyRef.*", ["db:password"]),
        ("spark.kubernetes.legacy.useReadWriteOnceAccessMode", ["true", "false"]),
        ("spark.pyspark.python", ["python3", "/opt/py/bin/python"]),
        ("spark.pyspark.driver.python", ["python3.11"]),
        ("spark.kubernetes.hadoop.configMapName", ["hadoop"]),
        ("spark.kubernetes.kerberos.tokenSecret.name", ["tokens"]),
        ("spark.kubernetes.kerberos.tokenSecret.itemKey", ["WRONG k"]),
        ("spark.kerberos.keytab", ["{W}/client.key", "file://{W}/client.key", "local:///etc/user.keytab", "WRONG {W}/none.keytab"]),
        ("spark.kerberos.principal", ["WRONG me@EXAMPLE"]),
        ("spark.kerberos.access.hadoopFileSystems", ["hdfs://namenode"]),
        ("spark.kubernetes.kerberos.krb5.path", ["{W}/krb5.conf"]),
        ("spark.kubernetes.kerberos.krb5.configMapName", ["krb5"]),
        ("spark.kubernetes.driver.podTemplateFile", ["{W}/driver.yaml", "{W}/template.json", "file://{W}/driver.yaml", "WRONG {W}/empty.yaml", "WRONG {W}/none.yaml", "WRONG {W}/client.key"]),
        ("spark.kubernetes.driver.podTemplateContainerName", ["main", "side", "absent"]),
        ("spark.kubernetes.executor.podTemplateFile", ["{W}/driver.yaml", "{W}/template.json", "{W}/client.key", "{W}/empty.yaml", "WRONG {W}/none.yaml"]),
        ("spark.kubernetes.executor.podTemplateContainerName", ["main"]),
        ("spark.local.dir", ["/scratch", "/data/x"]),
        ("spark.kubernetes.local.dirs.tmpfs", Switch),
        ("spark.kubernetes.configMap.maxSize", ["1048576", "1000", "WRONG 1048577", "WRONG x"]),
        ("spark.kubernetes.driver.pod.excludedFeatureSteps", ["org.apache.spark.deploy.k8s.features.NetworkPolicyFeatureStep", "org.apache.spark.deploy.k8s.features.DriverServiceFeatureStep", "org.apache.spark.deploy.k8s.features.LocalDirsFeatureStep,org.apache.spark.deploy.k8s.features.MountSecretsFeatureStep", "NetworkPolicyFeatureStep"]),
        ("spark.kubernetes.driver.pod.featureSteps", ["org.apache.spark.deploy.k8s.features.VolcanoFeatureStep", "WRONG org.example.Step"]),
        ("spark.kubernetes.driver.master", ["https://other:6443", "local[2]"]),
        ("spark.kubernetes.executor.podNamePrefix", ["mine"]),
        ("spark.kubernetes.executor.label.*", ["v"]),
        ("spark.kubernetes.executor.annotation.*", ["v"]),
        ("spark.executorEnv.*", Texts),
        ("spark.executor.memory", Sizes),
        ("spark.executor.cores", ["2", "WRONG 0", "WRONG x"]),
        ("spark.executor.instances", ["3", "WRONG 0", "WRONG x"]),
        ("spark.executor.memoryOverhead", ["512m"]),
        ("spark.dynamicAllocation.enabled", ["true", "false"]),
        ("spark.driver.extraJavaOptions", ["-Dx=y -Dz='a b'", "-XX:+UseG1GC -Dpath=C:\\temp\\x", "-Da=\"b # c\"!", " -Dlead", "-Dk=v\\\n-Dn"]),
        ("spark.executor.extraJavaOptions", ["-Dx=y"]),
        ("spark.driver.extraClassPath", ["/opt/a.jar:/opt/b/*"]),
        ("spark.driver.extraLibraryPath", ["/opt/native"]),
        ("spark.driver.host", ["somewhere"]),
        ("spark.driver.bindAddress", ["WRONG 0.0.0.0"]),
        ("spark.jars", ["local:///a.jar,https://host/c.jar", "{W}/more.jar,local:///b.jar", "m*re.jar,https://host/c.jar", "https://host/x.jar", "local:///a.jar,,local:///b.jar,", ""]),
        ("spark.files", ["local:///a.txt#b", "{W}/data file.txt", "{W}/*.yaml", "file://{W}/k*.conf#name", "{W}/*/spark-defaults.conf", "{W}/conf", "{W}/krb5.conf#k,{W}/krb5.conf#l", "{W}/none*.txt", "https://host/c?d=e#f"]),
        ("spark.archives", ["local:///env.tar.gz#env", "{W}/things.zip#things", "{W}/*.zip", "things.zip", "https://host/env.zip"]),
        ("spark.submit.pyFiles", ["local:///dep.py", "https://host/dep.zip,local:///x.egg", "{W}/dep.py", "{W}/d*.py,local:///x.zip"]),
        ("spark.jars.excludes", ["a:b"]),
        ("spark.jars.repositories", ["https://repo.example/maven"]),
        ("spark.jars.ivy", ["/tmp/.ivy"]),
        ("spark.app.submitTime", ["12345"]),
        ("spark.app.id", ["mine"]),
        ("spark.kubernetes.submitInDriver", ["false"]),
        ("spark.kubernetes.resource.type", ["java", "WRONG scala"]),
        ("spark.kubernetes.pyspark.pythonVersion", ["3", "2"]),
        ("spark.kubernetes.driver.reusePersistentVolumeClaim", ["false"]),
        ("spark.kubernetes.driver.ownPersistentVolumeClaim", ["false"]),
        ("spark.kubernetes.driver.waitToReusePersistentVolumeClaim", ["true"]),
        ("spark.kubernetes.driver.resourceNamePrefix", ["mine"]),
        ("spark.kubernetes.driverEnv.SPARK_CONF_DIR", ["/elsewhere"]),
        ("spark.kubernetes.driverEnv.SPARK_LOCAL_DIRS", ["/elsewhere/local"]),
        ("spark.kubernetes.driverEnv.SPARK_APPLICATION_ID", ["another"]),
        ("spark.kubernetes.driverEnv.SPARK_DRIVER_BIND_ADDRESS", ["0.0.0.0"]),
        ("spark.kubernetes.driverEnv.PYSPARK_PYTHON", ["python-of-driver"]),
        ("spark.kubernetes.driverEnv.HADOOP_CONF_DIR", ["/hadoop"]),
        ("spark.kubernetes.driver.label.spark-app-name", ["mine"]),
        ("spark.kubernetes.driver.label.spark-app-selector", ["WRONG x"]),
        ("spark.kubernetes.executor.request.cores", ["500m"]),
        ("spark.kubernetes.executor.limit.cores", ["2"]),
        ("spark.kubernetes.executor.disableConfigMap", Switch),
        ("spark.kubernetes.executor.useDriverPodIP", ["true"]),
        ("spark.kubernetes.executor.scheduler.name", ["mine"]),
        ("spark.kubernetes.executor.deleteOnTermination", ["false"]),
        ("spark.kubernetes.allocation.batch.size", ["5", "20"]),
        ("spark.kubernetes.allocation.pods.allocator", ["statefulset", "direct"]),
        ("spark.kubernetes.decommission.script", ["/opt/other.sh"]),
        ("spark.kubernetes.jars.avoidDownloadSchemes", ["s3a", "https,local"]),
        ("spark.kubernetes.submission.connectionTimeout", ["20000"]),
        ("spark.kubernetes.appKillPodDeletionGracePeriod", ["10"]),
        ("spark.driver.defaultJavaOptions", ["-Ddefault=1", "-Da=b -Dc='d e'"]),
        ("spark.executor.defaultJavaOptions", ["-Ddefault=1"]),
        ("spark.executor.memoryOverheadFactor", ["0.3"]),
        ("spark.executor.pyspark.memory", ["1g"]),
        ("spark.memory.offHeap.enabled", ["true"]),
        ("spark.memory.offHeap.size", ["1g", "1073741824"]),
        ("spark.decommission.enabled", Switch),
        ("spark.driver.maxResultSize", ["4g"]),
        ("spark.driver.userClassPathFirst", ["true"]),
        ("spark.ui.proxyBase", ["/proxy"]),
        ("spark.ui.enabled", ["false"]),
        ("spark.submit.deployMode", ["cluster"]),
        ("spark.shuffle.service.enabled", Switch),
        ("spark.authenticate", ["true"]),
        ("spark.authenticate.secret", ["s3cret"]),
        ("spark.kubernetes.report.interval", ["5s", "1min"]),
        ("spark.kubernetes.submission.requestTimeout", ["20000"]),
        ("spark.kubernetes.trust.certificates", ["true"]),
        ("spark.sql.shuffle.partitions", ["10"]),
        ("spark.hadoop.fs.s3a.endpoint", ["http://minio:9000"]),
        ("spark.my.*", Texts),
        ("spark.eventLog.dir", ["s3a://logs/", "file:/tmp"]),
        ("spark.redaction.regex", ["(?i)secret|token"]),
        ("not.spark", ["x"]),
    ];

    /// <summary>Options of a volume, how often each is given (percent), and its values; <c>{N}</c> is the volume's number.</summary>
    public static (string Option, int Chance, string[] Values)[] VolumeOptions(string type) =>
    [
        ("mount.path", 100, ["/mnt/{N}", "/mnt/{N}/deep"]),
        ("mount.readOnly", 40, ["true", "false"]),
        ("mount.subPath", 20, ["sub", "a/b"]),
        ("mount.subPathExpr", 5, ["$(POD_NAME)"]),
        .. ((string, int, string[])[])(type switch
        {
            "hostPath" => [("options.path", 99, ["/host", "/host/{N}"]), ("options.type", 40, ["", "Directory", "DirectoryOrCreate"])],
            "persistentVolumeClaim" =>
            [
                ("options.claimName", 99, ["OnDemand", "mine", "pre-OnDemand-x", "SPARK_EXECUTOR_ID"]), ("options.storageClass", 60, ["fast", ""]), ("options.sizeLimit", 60, ["1Gi", "500M", "1024"]),
                ("label.team", 30, ["a"]), ("label.spark-app-selector", 10, ["mine"]), ("annotation.note", 30, ["b c"]),
            ],
            "emptyDir" => [("options.medium", 30, ["Memory", ""]), ("options.sizeLimit", 40, ["1Gi", "5Ki", "2048"])],
            _ => [("options.path", 99, ["/export"]), ("options.server", 99, ["nfs.example"])],
        }),
    ];
}
