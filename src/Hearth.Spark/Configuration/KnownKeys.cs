namespace Hearth.Spark.Configuration;

/// <summary>
/// The configuration keys of Spark 3.5 to 4.3 whose misspelling is silently ignored by Spark and costs a run: those of submission,
/// driver, executors and Kubernetes.
/// </summary>
internal static class KnownKeys
{
    private const string Text = """
        spark.app.attempt.id spark.app.id spark.app.name spark.app.submitTime spark.archives spark.blockManager.port
        spark.cores.max spark.decommission.enabled spark.driver.allowMultipleContexts spark.driver.bindAddress
        spark.driver.blockManager.port spark.driver.cores spark.driver.defaultExtraClassPath spark.driver.defaultJavaOptions
        spark.driver.extraClassPath spark.driver.extraJavaOptions spark.driver.extraLibraryPath spark.driver.host
        spark.driver.limitActiveProcessorCount.enabled spark.driver.log.allowErasureCoding spark.driver.log.dfsDir
        spark.driver.log.layout spark.driver.log.localDir spark.driver.log.persistToDfs.enabled
        spark.driver.log.redirectConsoleOutputs spark.driver.maxResultSize spark.driver.memory spark.driver.memoryOverhead
        spark.driver.memoryOverheadFactor spark.driver.metrics.pollingInterval spark.driver.minMemoryOverhead spark.driver.port
        spark.driver.resourcesFile spark.driver.supervise spark.driver.timeout spark.driver.userClassPathFirst
        spark.dynamicAllocation.cachedExecutorIdleTimeout spark.dynamicAllocation.enabled
        spark.dynamicAllocation.executorAllocationRatio spark.dynamicAllocation.executorIdleTimeout
        spark.dynamicAllocation.initialExecutors spark.dynamicAllocation.maxExecutors spark.dynamicAllocation.minExecutors
        spark.dynamicAllocation.schedulerBacklogTimeout spark.dynamicAllocation.shuffleTracking.enabled
        spark.dynamicAllocation.shuffleTracking.timeout spark.dynamicAllocation.sustainedSchedulerBacklogTimeout
        spark.eventLog.buffer.kb spark.eventLog.compress spark.eventLog.compression.codec spark.eventLog.dir
        spark.eventLog.enabled spark.eventLog.erasureCoding.enabled spark.eventLog.excludedPatterns
        spark.eventLog.gcMetrics.oldGenerationGarbageCollectors spark.eventLog.gcMetrics.youngGenerationGarbageCollectors
        spark.eventLog.includeTaskMetricsAccumulators spark.eventLog.logBlockUpdates.enabled
        spark.eventLog.logStageExecutorMetrics spark.eventLog.longForm.enabled spark.eventLog.overwrite
        spark.eventLog.rolling.enabled spark.eventLog.rolling.maxFileSize spark.executor.allowSparkContext spark.executor.cores
        spark.executor.decommission.forceKillTimeout spark.executor.decommission.killInterval spark.executor.decommission.signal
        spark.executor.defaultExtraClassPath spark.executor.defaultJavaOptions spark.executor.extraClassPath
        spark.executor.extraJavaOptions spark.executor.extraLibraryPath spark.executor.failuresValidityInterval
        spark.executor.heartbeat.dropZeroAccumulatorUpdates spark.executor.heartbeat.maxFailures
        spark.executor.heartbeatInterval spark.executor.id spark.executor.instances spark.executor.isolatedSessionCache.size
        spark.executor.killOnFatalError.depth spark.executor.limitActiveProcessorCount.enabled
        spark.executor.logs.redirectConsoleOutputs spark.executor.logs.rolling.enableCompression
        spark.executor.logs.rolling.maxRetainedFiles spark.executor.logs.rolling.maxSize spark.executor.logs.rolling.strategy
        spark.executor.logs.rolling.time.interval spark.executor.maxNumFailures spark.executor.memory
        spark.executor.memoryOverhead spark.executor.memoryOverheadFactor spark.executor.metrics.fileSystemSchemes
        spark.executor.metrics.pollingInterval spark.executor.minMemoryOverhead spark.executor.processTreeMetrics.enabled
        spark.executor.pyspark.memory spark.executor.python.worker.log.details spark.executor.syncLogLevel.enabled
        spark.executor.userClassPathFirst spark.files spark.files.fetchFailure.unRegisterOutputOnHost
        spark.files.ignoreCorruptFiles spark.files.ignoreMissingFiles spark.files.maxPartitionBytes spark.files.openCostInBytes
        spark.jars spark.jars.excludes spark.jars.ivy spark.jars.packages spark.jars.repositories
        spark.kerberos.access.hadoopFileSystems spark.kerberos.keytab spark.kerberos.principal spark.kerberos.relogin.period
        spark.kerberos.renewal.credentials spark.kubernetes.allocation.batch.delay spark.kubernetes.allocation.batch.size
        spark.kubernetes.allocation.driver.readinessTimeout spark.kubernetes.allocation.executor.timeout
        spark.kubernetes.allocation.maxPendingPods spark.kubernetes.allocation.maxPendingPodsPerRp
        spark.kubernetes.allocation.maximum spark.kubernetes.allocation.pods.allocator
        spark.kubernetes.allocation.recoveryMode.enabled spark.kubernetes.appKillPodDeletionGracePeriod
        spark.kubernetes.authenticate.caCertFile spark.kubernetes.authenticate.clientCertFile
        spark.kubernetes.authenticate.clientKeyFile spark.kubernetes.authenticate.driver.caCertFile
        spark.kubernetes.authenticate.driver.clientCertFile spark.kubernetes.authenticate.driver.clientKeyFile
        spark.kubernetes.authenticate.driver.mounted.caCertFile spark.kubernetes.authenticate.driver.mounted.clientCertFile
        spark.kubernetes.authenticate.driver.mounted.clientKeyFile spark.kubernetes.authenticate.driver.mounted.oauthToken
        spark.kubernetes.authenticate.driver.mounted.oauthTokenFile spark.kubernetes.authenticate.driver.oauthToken
        spark.kubernetes.authenticate.driver.oauthTokenFile spark.kubernetes.authenticate.driver.serviceAccountName
        spark.kubernetes.authenticate.executor.caCertFile spark.kubernetes.authenticate.executor.clientCertFile
        spark.kubernetes.authenticate.executor.clientKeyFile spark.kubernetes.authenticate.executor.oauthToken
        spark.kubernetes.authenticate.executor.oauthTokenFile spark.kubernetes.authenticate.executor.serviceAccountName
        spark.kubernetes.authenticate.oauthToken spark.kubernetes.authenticate.oauthTokenFile
        spark.kubernetes.authenticate.submission.caCertFile spark.kubernetes.authenticate.submission.clientCertFile
        spark.kubernetes.authenticate.submission.clientKeyFile spark.kubernetes.authenticate.submission.oauthToken
        spark.kubernetes.authenticate.submission.oauthTokenFile spark.kubernetes.configMap.maxSize
        spark.kubernetes.container.image spark.kubernetes.container.image.pullPolicy
        spark.kubernetes.container.image.pullSecrets spark.kubernetes.context spark.kubernetes.decommission.script
        spark.kubernetes.driver.annotateExitException spark.kubernetes.driver.connectionTimeout
        spark.kubernetes.driver.container.image spark.kubernetes.driver.limit.cores spark.kubernetes.driver.master
        spark.kubernetes.driver.ownPersistentVolumeClaim spark.kubernetes.driver.pod.excludedFeatureSteps
        spark.kubernetes.driver.pod.featureSteps spark.kubernetes.driver.pod.name
        spark.kubernetes.driver.podTemplateContainerName spark.kubernetes.driver.podTemplateFile
        spark.kubernetes.driver.request.cores spark.kubernetes.driver.requestTimeout spark.kubernetes.driver.resourceNamePrefix
        spark.kubernetes.driver.reusePersistentVolumeClaim spark.kubernetes.driver.scheduler.name
        spark.kubernetes.driver.securityContext.allowPrivilegeEscalation spark.kubernetes.driver.service.deleteOnTermination
        spark.kubernetes.driver.service.ipFamilies spark.kubernetes.driver.service.ipFamilyPolicy
        spark.kubernetes.driver.service.publishNotReadyAddresses spark.kubernetes.driver.waitToReusePersistentVolumeClaim
        spark.kubernetes.dynamicAllocation.deleteGracePeriod spark.kubernetes.executor.apiPollingInterval
        spark.kubernetes.executor.checkAllContainers spark.kubernetes.executor.container.image
        spark.kubernetes.executor.decommissionLabel spark.kubernetes.executor.decommissionLabelValue
        spark.kubernetes.executor.decommmissionLabel spark.kubernetes.executor.decommmissionLabelValue
        spark.kubernetes.executor.deleteOnTermination spark.kubernetes.executor.deletedExecutorsCacheTimeout
        spark.kubernetes.executor.disableConfigMap spark.kubernetes.executor.enableApiPolling
        spark.kubernetes.executor.enableApiWatcher spark.kubernetes.executor.enablePollingWithResourceVersion
        spark.kubernetes.executor.eventProcessingInterval spark.kubernetes.executor.hadoopConfigMapName
        spark.kubernetes.executor.limit.cores spark.kubernetes.executor.minTasksPerExecutorBeforeRolling
        spark.kubernetes.executor.missingPodDetectDelta spark.kubernetes.executor.pod.excludedFeatureSteps
        spark.kubernetes.executor.pod.featureSteps spark.kubernetes.executor.podDeletionCost
        spark.kubernetes.executor.podNamePrefix spark.kubernetes.executor.podTemplateContainerName
        spark.kubernetes.executor.podTemplateFile spark.kubernetes.executor.pvc.resizeFactor
        spark.kubernetes.executor.pvc.resizeInterval spark.kubernetes.executor.pvc.resizeThreshold
        spark.kubernetes.executor.request.cores spark.kubernetes.executor.resizeFactor spark.kubernetes.executor.resizeInterval
        spark.kubernetes.executor.resizeThreshold spark.kubernetes.executor.rollInterval spark.kubernetes.executor.rollPolicy
        spark.kubernetes.executor.scheduler.name spark.kubernetes.executor.securityContext.allowPrivilegeEscalation
        spark.kubernetes.executor.terminationGracePeriodSeconds spark.kubernetes.executor.useDriverPodIP
        spark.kubernetes.executorSnapshotsSubscribersShutdownGracePeriod spark.kubernetes.file.upload.path
        spark.kubernetes.hadoop.configMapName spark.kubernetes.jars.avoidDownloadSchemes
        spark.kubernetes.kerberos.krb5.configMapName spark.kubernetes.kerberos.krb5.path
        spark.kubernetes.kerberos.tokenSecret.itemKey spark.kubernetes.kerberos.tokenSecret.name
        spark.kubernetes.legacy.useReadWriteOnceAccessMode spark.kubernetes.local.dirs.tmpfs
        spark.kubernetes.memoryOverheadFactor spark.kubernetes.namespace spark.kubernetes.pyspark.pythonVersion
        spark.kubernetes.report.interval spark.kubernetes.resource.type spark.kubernetes.scheduler.name
        spark.kubernetes.scheduler.volcano.podGroupTemplateFile spark.kubernetes.scheduler.volcano.podGroupTemplateJson
        spark.kubernetes.securityContext.allowPrivilegeEscalation spark.kubernetes.setSubmitTimeInDriver
        spark.kubernetes.submission.connectionTimeout spark.kubernetes.submission.requestTimeout
        spark.kubernetes.submission.waitAppCompletion spark.kubernetes.submitInDriver spark.kubernetes.trust.certificates
        spark.local.dir spark.master spark.port.maxRetries spark.pyspark.driver.python spark.pyspark.python
        spark.submit.callSystemExitOnMainExit spark.submit.deployMode spark.submit.proxyUser.allowCustomClasspathInClusterMode
        spark.submit.pyFiles spark.task.cpus spark.task.maxDirectResultSize spark.task.maxFailures spark.task.reaper.enabled
        spark.task.reaper.killTimeout spark.task.reaper.pollingInterval spark.task.reaper.threadDump
        spark.ui.actionsViaGetEnabled spark.ui.allowFramingFrom spark.ui.consoleProgress.update.interval
        spark.ui.contentSecurityPolicy.enabled spark.ui.contentSecurityPolicy.frameAncestors.enabled
        spark.ui.custom.executor.log.url spark.ui.dagGraph.retainedRootRDDs spark.ui.enabled spark.ui.filters
        spark.ui.groupSQLSubExecutionEnabled spark.ui.heapHistogramEnabled spark.ui.jetty.sniHostCheckEnabled
        spark.ui.jetty.stopTimeout spark.ui.jettyStopTimeout spark.ui.killEnabled spark.ui.liveUpdate.minFlushPeriod
        spark.ui.liveUpdate.period spark.ui.port spark.ui.prometheus.enabled spark.ui.proxyRedirectUri
        spark.ui.requestHeaderSize spark.ui.retainedDeadExecutors spark.ui.retainedJobs spark.ui.retainedStages
        spark.ui.retainedTasks spark.ui.reverseProxy spark.ui.reverseProxyUrl spark.ui.showConsoleProgress
        spark.ui.showErrorStacks spark.ui.store.path spark.ui.strictTransportSecurity spark.ui.threadDump.flamegraphEnabled
        spark.ui.threadDumpsEnabled spark.ui.timeline.executors.maximum spark.ui.timeline.jobs.maximum
        spark.ui.timeline.stages.maximum spark.ui.timeline.tasks.maximum spark.ui.timelineEnabled spark.ui.view.acls
        spark.ui.view.acls.groups spark.ui.xContentTypeOptions.enabled spark.ui.xXssProtection
        """;

    // Below these any name is the user's.
    private static readonly string[] s_open =
    [
        "spark.kubernetes.driver.label.", "spark.kubernetes.driver.annotation.", "spark.kubernetes.driver.service.label.",
        "spark.kubernetes.driver.service.annotation.", "spark.kubernetes.driver.secrets.", "spark.kubernetes.driver.secretKeyRef.",
        "spark.kubernetes.driver.volumes.", "spark.kubernetes.driverEnv.", "spark.kubernetes.node.selector.",
        "spark.kubernetes.driver.node.selector.", "spark.kubernetes.executor.node.selector.", "spark.kubernetes.executor.label.",
        "spark.kubernetes.executor.annotation.", "spark.kubernetes.executor.secrets.", "spark.kubernetes.executor.secretKeyRef.",
        "spark.kubernetes.executor.volumes.", "spark.driver.resource.", "spark.executor.resource.", "spark.executorEnv.",
    ];

    private static readonly string[] s_closedFamilies = ["kubernetes", "driver", "executor", "submit", "jars", "files", "archives", "dynamicAllocation", "kerberos"];

    public static IReadOnlySet<string> All { get; } =
        new HashSet<string>(Text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);

    /// <summary>True where the key is none of Spark's although it looks like one.</summary>
    public static bool IsSuspect(string key) => !All.Contains(key) && !Array.Exists(s_open, prefix => key.StartsWith(prefix, StringComparison.Ordinal)) && IsInClosedFamily(key);

    private static bool IsInClosedFamily(string key)
    {
        var parts = key.Split('.', 3);
        return parts.Length > 1 && parts[0] == "spark" && Submission.NearestName.Find(parts[1], s_closedFamilies) is not null;
    }
}
